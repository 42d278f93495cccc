import FuzzDriver

Fuzzer.run { CSVTest.run($0) }
