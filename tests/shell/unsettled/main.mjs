import './first.mjs';
import './second.mjs';
console.log('never');
