import RapportText
import SharedFiles
import Testing

@Suite struct TokenTests {
    @Test func wordsAreRunsOfTwoOrMore() {
        let tokenizer = Tokenizer.scikitLearn
        #expect(tokenizer.terms(of: "I can't log_in, don't!") == ["can", "log_in", "don"])
        // A half is 1, a sign and 2 in its normal form.
        #expect(tokenizer.terms(of: "Ünïcode ΣΑΣ ½x") == ["ünïcode", "σασ", "2x"])
        #expect(tokenizer.terms(of: "").isEmpty)
        #expect(tokenizer.terms(of: "  \n ").isEmpty)
    }

    @Test func apostrophesAreKeptWhereAsked() {
        var tokenizer = Tokenizer.scikitLearn
        tokenizer.keepsApostrophes = true
        #expect(tokenizer.terms(of: "I can't 'quote' rock'n'roll'") == ["can't", "quote", "rock'n'roll"])
    }

    @Test func fullWidthSignsAreTheirForms() {
        #expect(Tokenizer().terms(of: "ＡＰＰ　闪退，ﬁx２") == ["app", "闪退", "fix2"])
        var asGiven = Tokenizer.scikitLearn
        asGiven.normalizes = false
        #expect(asGiven.terms(of: "ＡＰＰ x1") == ["ａｐｐ", "x1"])
    }

    @Test func mixedTextsAreCutAtTheIdeographs() {
        #expect(
            Tokenizer().terms(of: "CRM平台的社交媒体功能 crashes 2次, iPhone15闪退")
                == ["crm", "平台", "社交", "媒体", "功能", "crashes", "iphone15", "闪退"])
        var bigrams = Tokenizer()
        bigrams.segmentation = .bigrams
        #expect(bigrams.terms(of: "退款没到账ok,好") == ["退款", "款没", "没到", "到账", "ok"])
        var whole = Tokenizer()
        whole.segmentation = .none
        #expect(whole.terms(of: "退款没到账,好的") == ["退款没到账", "好的"])
    }

    @Test func ngramsFollowStopWordsAndStems() {
        var tokenizer = Tokenizer.scikitLearn
        tokenizer.stopWords = .english
        tokenizer.ngrams = 1...3
        #expect(
            tokenizer.terms(of: "The refund is never paid back")
                == ["refund", "paid", "refund paid"])
        tokenizer.stemming = .porter
        tokenizer.ngrams = 2...2
        #expect(tokenizer.terms(of: "refunds crashing again payments") == ["refund crash", "crash payment"])
    }

    @Test func contactsAreReplaced() {
        var tokenizer = Tokenizer.scikitLearn
        tokenizer.placeholders = true
        tokenizer.segmentation = .dictionary(.standard)
        #expect(
            tokenizer.terms(of: "see https://x.example/a?b=1, or mail Ann.Lee@mail.example.com.")
                == ["see", "_url_", "or", "mail", "_email_"])
        #expect(tokenizer.terms(of: "电话13912345678谢谢") == ["电话", "_phone_", "谢谢"])
        #expect(tokenizer.terms(of: "call +1 (555) 010-9999 now") == ["call", "_phone_", "now"])
        #expect(tokenizer.terms(of: "call 555-010-9999") == ["call", "_phone_"])
        // Numbers of orders, dates and times are none.
        #expect(
            tokenizer.terms(of: "order 2026060112345 on 2026-06-01 12:30")
                == ["order", "2026060112345", "on", "2026", "06", "01", "12", "30"])
        #expect(tokenizer.terms(of: "详见www.example.com谢谢") == ["详见", "_url_", "谢谢"])
        #expect(tokenizer.terms(of: "a @ b, x@y, 1@") == [])
    }

    @Test func stopWordsAreThoseOfScikitLearn() throws {
        for golden in try GoldenCase.all("txt_stopwords_en") {
            #expect(Double(StopWords.english.count) == (try golden.number("count")))
            let digest = try #require(golden.expected["sha256_of_sorted_newline_joined"] as? String)
            #expect(SHA256.hex(StopWords.english.sorted.joined(separator: "\n")) == digest)
        }
        #expect(StopWords.english.contains("not") && !StopWords.english.keepingNegations.contains("not"))
        #expect(StopWords.chinese.contains("没有") && !StopWords.chinese.keepingNegations.contains("没有"))
        #expect(StopWords.chinese.count > 400)
    }

    @Test func phrasesEndAtPunctuationAndStopWords() {
        var tokenizer = Tokenizer()
        tokenizer.stopWords = .englishAndChinese
        tokenizer.minimumLength = 1
        #expect(
            tokenizer.phrases(of: "Photo upload is slow; mobile app crashes") == [
                ["photo", "upload"], ["slow"], ["mobile", "app", "crashes"],
            ])
        #expect(tokenizer.phrases(of: "优惠券的金额不对。退款") == [["优惠券"], ["金额"], ["退款"]])
    }

    @Test func stemsAreThoseOfThePaper() {
        let pairs = [
            "caresses": "caress", "ponies": "poni", "ties": "ti", "caress": "caress", "cats": "cat",
            "feed": "feed", "agreed": "agre", "plastered": "plaster", "bled": "bled", "motoring": "motor",
            "sing": "sing", "conflated": "conflat", "troubled": "troubl", "sized": "size", "hopping": "hop",
            "tanned": "tan", "falling": "fall", "hissing": "hiss", "fizzed": "fizz", "failing": "fail",
            "filing": "file", "happy": "happi", "sky": "sky", "relational": "relat",
            "conditional": "condit", "rational": "ration", "valenci": "valenc", "digitizer": "digit",
            "conformabli": "conform", "radicalli": "radic", "differentli": "differ", "vileli": "vile",
            "analogousli": "analog", "vietnamization": "vietnam", "predication": "predic",
            "operator": "oper", "feudalism": "feudal", "decisiveness": "decis", "hopefulness": "hope",
            "callousness": "callous", "formaliti": "formal", "sensitiviti": "sensit",
            "sensibiliti": "sensibl", "triplicate": "triplic", "formative": "form", "formalize": "formal",
            "electriciti": "electr", "electrical": "electr", "hopeful": "hope", "goodness": "good",
            "revival": "reviv", "allowance": "allow", "inference": "infer", "airliner": "airlin",
            "gyroscopic": "gyroscop", "adjustable": "adjust", "defensible": "defens", "irritant": "irrit",
            "replacement": "replac", "adjustment": "adjust", "dependent": "depend", "adoption": "adopt",
            "homologou": "homolog", "communism": "commun", "activate": "activ", "angulariti": "angular",
            "homologous": "homolog", "effective": "effect", "bowdlerize": "bowdler", "probate": "probat",
            "rate": "rate", "cease": "ceas", "controll": "control", "roll": "roll", "is": "is",
            "naïve": "naïve", "b2b": "b2b",
        ]
        for (word, stem) in pairs { #expect(PorterStemmer.stem(word) == stem, "\(word)") }
    }

    /// Against a slow reading of the rule, over all of Unicode.
    @Test func anyTextHasTheWordsOfTheRule() {
        let seed = UInt64.random(in: 0...9_999)
        var random = SeededRandom(seed: seed)
        var tokenizer = Tokenizer.scikitLearn
        (tokenizer.normalizes, tokenizer.lowercases) = (false, false)
        for _ in 0..<400 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...30, using: &random) {
                let limits: [UInt32] = [0x7F, 0x250, 0xFFFF, 0x2_FFFF, 0x10_FFFF]
                let limit = limits[Int.random(in: 0..<limits.count, using: &random)]
                if let scalar = Unicode.Scalar(UInt32.random(in: 0...limit, using: &random)) {
                    text.append(scalar)
                }
            }
            let words = text.split { scalar in
                switch scalar.properties.generalCategory {
                case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
                    .decimalNumber, .letterNumber, .otherNumber:
                    false
                default: scalar != "_"
                }
            }
            let expected = words.filter { $0.count > 1 }.map { Array($0) }
            let found = tokenizer.terms(of: String(text)).map { Array($0.unicodeScalars) }
            #expect(found == expected, "seed \(seed)")
            // Whatever is asked for, nothing traps.
            var everything = Tokenizer()
            (everything.placeholders, everything.keepsApostrophes, everything.ngrams) = (true, true, 1...2)
            everything.stemming = .porter
            _ = everything.terms(of: String(text) + " @.+1(2)-3 www.a http://b a@b.cc")
            _ = ChineseDictionary.standard.words(in: String(text))
        }
    }

    /// The short way for plain Chinese gives what the library gives, which an accent asks for.
    @Test func bothWaysToTheNormalFormAgree() {
        let seed = UInt64.random(in: 0...9_999)
        var random = SeededRandom(seed: seed)
        let signs = Array("客服回复很慢abcXYZ019 ，。！？；：（）【】《》“”‘’、　ＡＢｚ０９＿％～—\n\t'-_".unicodeScalars)
        var tokenizer = Tokenizer()
        tokenizer.minimumLength = 1
        for _ in 0..<300 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...25, using: &random) {
                if let sign = signs.randomElement(using: &random) { text.append(sign) }
            }
            let plain = tokenizer.terms(of: String(text))
            #expect(
                tokenizer.terms(of: String(text) + " é") == plain + ["é"], "seed \(seed): \(String(text))")
        }
    }
}
