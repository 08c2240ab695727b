// The peer's way: the drawing as a form, shown on every page.
//     mutool run overlay.js DRAWING IN OUT
function inherited(page, key) {
    for (; page && !page.isNull(); page = page.get("Parent")) {
        var value = page.get(key);
        if (value && !value.isNull()) {
            return value;
        }
    }
    return null;
}

var drawing = new PDFDocument(scriptArgs[0]).findPage(0);
var doc = new PDFDocument(scriptArgs[1]);
var map = doc.newGraftMap();
var form = doc.addStream(drawing.get("Contents").readStream(), {Type: "XObject", Subtype: "Form"});
form.put("BBox", map.graftObject(drawing.get("MediaBox")));
form.put("Resources", map.graftObject(drawing.get("Resources")));
var before = doc.addStream("q\n", {});
var after = doc.addStream("\nQ q /Drawing Do Q\n", {});
for (var i = 0, pages = doc.countPages(); i < pages; ++i) {
    var page = doc.findPage(i);
    var contents = page.get("Contents");
    var all = doc.newArray();
    all.push(before);
    if (contents.isArray()) {
        for (var k = 0; k < contents.length; ++k) {
            all.push(contents.get(k));
        }
    } else {
        all.push(contents);
    }
    all.push(after);
    page.put("Contents", all);
    var resources = inherited(page, "Resources");
    var forms = resources.get("XObject");
    if (!forms || forms.isNull()) {
        forms = doc.newDictionary();
        resources.put("XObject", forms);
    }
    forms.put("Drawing", form);
}
doc.save(scriptArgs[2], "");
