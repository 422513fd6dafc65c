"""The company's own CMRT for its customers: answers derived by rule, laid into the user's blank official template."""
