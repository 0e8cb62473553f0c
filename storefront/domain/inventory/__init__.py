"""Stock: reserving, taking, giving back, counting. Changed by conditional updates only."""
