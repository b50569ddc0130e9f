class Point extends Base {
    #x = 1;
    static origin = new Point();
    ["y" + 1] = 2;
    constructor() { super(); this.z = () => super.z; }
    get #half() { return this.#x / 2; }
    static async *walk(from) {}
    static { Point.ready = #x in Point; }
}
