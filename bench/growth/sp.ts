import { measureSpeed } from './speed';
console.log(measureSpeed(2000, Number(process.argv[2] ?? 5760)));
