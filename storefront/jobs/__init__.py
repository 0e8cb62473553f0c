"""Later work: what follows events, and what comes round by the clock. Handlers are harmless twice."""
