exports.up = () => {}
