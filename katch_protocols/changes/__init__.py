"""What differs between two versions: in duties, deadlines, behaviour and wording."""
