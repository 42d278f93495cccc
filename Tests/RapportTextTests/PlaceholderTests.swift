import RapportText
import Testing

@Suite struct PlaceholderTests {
    @Test(arguments: [
        "此用户没有填写评价", "此用户没有填写评价。", "此用户未填写评价内容", "此用户没有填写评论!", "此用户没有填写评论！",
        "用户未及时评价，系统默认好评", "评价方未及时做出评价,系统默认好评!", "此用户未及时填写评价内容，系统默认好评！", "系统默认评价", "默认好评",
        "［系统默认好评］", "No review text", "no comment provided.", "(No comment left)", "[deleted]", " [removed] ",
        "[图片]", "【表情】",
        "<Media omitted>", "This message was deleted", "NULL", "nan",
    ])
    func `a shop's or form's words are no text`(_ text: String) {
        #expect(PlaceholderText(text) == .filledIn)
    }

    /// Signs between the first letters change nothing.
    @Test(arguments: ["N,U-L/L", "默，认好评", "“默认好评”", "ＮＵＬＬ", "默　认好评", "— no review text"])
    func `signs and wide letters at the front are looked through`(_ text: String) {
        #expect(PlaceholderText(text) == .filledIn)
    }

    @Test(arguments: [
        "无", "无。", "“无”", "没有", " 暂无 ", "没有意见！", "N/A", "n.a.", "Ｎ／Ａ", "None", "No comment", "no comments.",
        "-", "--", "—", "/",
        "...", "。", "……", "Nothing to add",
    ])
    func `that there is nothing to say is told apart`(_ text: String) {
        #expect(PlaceholderText(text) == .saysNone)
    }

    @Test(arguments: [
        "", "  ", "默认好评，其实很差", "为什么系统默认好评？", "没有收到货", "没有？", "没有:(", "无👍", "好评", "no", "No.", "ok",
        "no response",
        "deleted", "removed", "图片", "not available", "nothing works", "N/A, but the tea was cold", ":)",
        "-_-", "?", "!!!", "??", "👍", "1",
        "5", "nonstop", "无語", "null and void", "<3", ":-/", "/:",
        "此用户没有填写评价此用户没有填写评价", String(repeating: "没有", count: 40),
    ])
    func `what says something is read`(_ text: String) {
        #expect(PlaceholderText(text) == nil)
    }
}
