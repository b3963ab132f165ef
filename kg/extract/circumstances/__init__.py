"""When and where: which date and which place belongs to which act."""
