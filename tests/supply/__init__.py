"""What the library stands on: dependencies, their licences, a bill of materials."""
