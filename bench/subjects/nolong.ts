import { configure, util } from 'protobufjs/minimal.js';

// A module of its own, imported first: the generated code asks for Long when it is evaluated.
Object.assign(util, { Long: null });
configure();
