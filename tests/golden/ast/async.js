async function* stream(urls) {
    for await (const url of urls) yield* fetch(await url);
}
const f = async (x, y = 1) => { await x; };
{ using file = open(); async () => { await using db = file; }; }
