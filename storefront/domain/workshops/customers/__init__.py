"""Practice customers: made-up people who shop at learners' shops when their trainer says so."""
