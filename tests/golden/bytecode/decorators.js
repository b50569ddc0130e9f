@c class D { @m method() {} @f field = 1; }
