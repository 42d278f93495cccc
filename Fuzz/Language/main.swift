import FuzzDriver

Fuzzer.run { LanguageTest.run($0) }
