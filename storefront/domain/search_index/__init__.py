"""The words by which goods are found, written in the transaction that changes the goods."""
