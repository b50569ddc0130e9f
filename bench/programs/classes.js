// interpreter: classes, accessors, private fields, super calls
class Shape {
  #id;
  constructor(id) { this.#id = id; }
  get id() { return this.#id; }
  area() { return 0; }
  describe() { return this.area() + this.#id; }
}
class Rect extends Shape {
  constructor(id, w, h) { super(id); this.w = w; this.h = h; }
  area() { return this.w * this.h; }
}
class Square extends Rect {
  constructor(id, s) { super(id, s, s); }
  describe() { return super.describe() + 1; }
}
class Circle extends Shape {
  constructor(id, r) { super(id); this.r = r; }
  area() { return 3 * this.r * this.r; }
}
let sum = 0;
for (let round = 0; round < 140; round++) {
  const shapes = [];
  for (let i = 0; i < 5000; i++) {
    shapes.push(i % 3 === 0 ? new Rect(i, i & 7, 3) : i % 3 === 1 ? new Square(i, i & 15) : new Circle(i, i & 3));
  }
  for (let k = 0; k < 4; k++) for (const s of shapes) sum = (sum + s.describe() + s.id) | 0;
}
console.log(sum);
