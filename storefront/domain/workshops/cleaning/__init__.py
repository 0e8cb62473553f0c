"""Practice data comes to an end: a learner begins anew, a class is archived, all of it is deleted by rule."""
