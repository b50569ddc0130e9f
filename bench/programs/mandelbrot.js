// interpreter: floating-point loops without objects
function mandelbrot(size, limit) {
  let inside = 0;
  for (let py = 0; py < size; py++) {
    for (let px = 0; px < size; px++) {
      const cr = 3 * px / size - 2, ci = 2 * py / size - 1;
      let zr = 0, zi = 0, k = 0;
      while (k < limit && zr * zr + zi * zi < 4) {
        const t = zr * zr - zi * zi + cr;
        zi = 2 * zr * zi + ci;
        zr = t;
        k++;
      }
      if (k === limit) inside++;
    }
  }
  return inside;
}
console.log(mandelbrot(300, 200));
