import FuzzDriver

Fuzzer.run { ArrowTest.run($0) }
