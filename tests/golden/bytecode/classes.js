class A extends B {
    #p = 1; static s = this; [k] = 2; accessor v = 3;
    constructor(x) { super(x); this.x = x; }
    get p() { return this.#p; }
    #m() { return #p in this; }
    call() { return this.#m() + super.call(); }
    static { A.ready = true; }
}
