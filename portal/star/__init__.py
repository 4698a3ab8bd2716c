"""Star management of party secretaries (星级管理): the rulebook, a year's six steps, the stars with their reasons, what
they are paid, and what is filed. Money is integer fen; every star that moves is a row with its rule and its evidence.
"""
