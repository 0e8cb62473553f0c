"""Settlement: from a gateway's word to a paid order, by one road."""
