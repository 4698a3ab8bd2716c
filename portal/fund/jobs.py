"""What the funds do by themselves: notices that end, ratings that close, questions that the rules raise."""
