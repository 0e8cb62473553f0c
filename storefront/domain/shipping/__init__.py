"""How goods reach people."""
