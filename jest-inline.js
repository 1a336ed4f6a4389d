module.exports = { source: '' };
