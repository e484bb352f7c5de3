pub fn migration() -> String {}
