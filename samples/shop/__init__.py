"""The invented shop behind `samples/`: who buys, what they write, and how their files came to be untidy."""
