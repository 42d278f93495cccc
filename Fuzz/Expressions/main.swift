import FuzzDriver

Fuzzer.run { ExpressionsTest.run($0) }
