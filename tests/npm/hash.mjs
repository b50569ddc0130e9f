// FNV-1a over UTF-16 units, for outputs too long to keep.
export class Hash {
  #state = 0x811c9dc5;
  add(text) {
    for (let i = 0; i < text.length; i++) {
      this.#state = Math.imul(this.#state ^ text.charCodeAt(i), 0x01000193);
    }
    return this;
  }
  toString() {
    return (this.#state >>> 0).toString(16).padStart(8, '0');
  }
}
export function summary(name, text) {
  const lines = text.split('\n');
  print(`${name}: ${text.length} units, ${lines.length} lines, hash ${new Hash().add(text)}`);
  for (const line of lines.slice(0, 5)) print('  ' + line.slice(0, 100));
}
