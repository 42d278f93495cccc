import FuzzDriver

Fuzzer.run { JSONTest.run($0) }
