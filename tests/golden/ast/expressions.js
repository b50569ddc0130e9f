x = a + b * (-c) ** 2 ?? d;
y ||= (1, 0x10n, .5) ? typeof z : delete z.w;
!a in b, i++, --o[k], new F(...g);
