// interpreter: typed arrays, integer arithmetic (SHA-256 and a blur)
const K = new Uint32Array(64);
{ let n = 0; for (let p = 2; n < 64; p++) { let prime = true; for (let d = 2; d * d <= p; d++) if (p % d === 0) { prime = false; break; } if (prime) K[n++] = (Math.cbrt(p) % 1) * 4294967296; } }
function sha256(data) {
  const H = new Uint32Array([0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19]);
  const W = new Int32Array(64);
  for (let at = 0; at + 64 <= data.length; at += 64) {
    for (let t = 0; t < 16; t++) { const o = at + t * 4; W[t] = data[o] << 24 | data[o + 1] << 16 | data[o + 2] << 8 | data[o + 3]; }
    for (let t = 16; t < 64; t++) {
      const x = W[t - 15], y = W[t - 2];
      const s0 = (x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3, s1 = (y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10;
      W[t] = W[t - 16] + s0 + W[t - 7] + s1 | 0;
    }
    let a = H[0], b = H[1], c = H[2], d = H[3], e = H[4], f = H[5], g = H[6], h = H[7];
    for (let t = 0; t < 64; t++) {
      const t1 = h + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) + (e & f ^ ~e & g) + K[t] + W[t] | 0;
      const t2 = ((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + (a & b ^ a & c ^ b & c) | 0;
      h = g; g = f; f = e; e = d + t1 | 0; d = c; c = b; b = a; a = t1 + t2 | 0;
    }
    H[0] += a; H[1] += b; H[2] += c; H[3] += d; H[4] += e; H[5] += f; H[6] += g; H[7] += h;
  }
  return [...H].map(x => x.toString(16).padStart(8, '0')).join('');
}
const data = new Uint8Array(64 * 6000);
for (let i = 0; i < data.length; i++) data[i] = i * 31 + (i >> 7);
console.log(sha256(data));
const w = 400, h = 300, image = new Float32Array(w * h);
for (let i = 0; i < image.length; i++) image[i] = i * 7919 % 256;
for (let pass = 0; pass < 16; pass++) {
  for (let y = 1; y < h - 1; y++) for (let x = 1; x < w - 1; x++) {
    const i = y * w + x;
    image[i] = (image[i - 1] + image[i + 1] + image[i - w] + image[i + w] + image[i] * 4) / 8;
  }
}
console.log(image[w * 20 + 30].toFixed(4), image.reduce((a, b) => a + b).toFixed(0));
