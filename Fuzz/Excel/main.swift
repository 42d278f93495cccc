import FuzzDriver

Fuzzer.run { ExcelTest.run($0) }
