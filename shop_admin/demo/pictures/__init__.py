"""Draws the demo shop's product pictures and logos with Pillow alone, the same at every start."""

from io import BytesIO

from PIL import Image

from shop_admin.demo.pictures import cloth, lamps, pantry, paper, room, vessels
from shop_admin.demo.pictures.canvas import Canvas
from shop_admin.demo.pictures.logos import draw_tile
from shop_admin.demo.pictures.scenes import backdrop
from shop_admin.demo.records import DemoProduct, DemoStore, Drawing

SHAPES = {
    shape.__name__: shape
    for shape in (
        *(cloth.apron, cloth.bag, cloth.blanket, cloth.cushion, cloth.towel),
        *(lamps.candle, lamps.desk_lamp, lamps.diya, lamps.floor_lamp, lamps.globe),
        *(lamps.pendant, lamps.table_lamp),
        *(pantry.board, pantry.chai_glasses, pantry.incense, pantry.jar, pantry.pouch),
        *(pantry.soap, pantry.spice_box, pantry.spoons, pantry.tin, pantry.tray),
        *(paper.calendar, paper.envelope, paper.notebook, paper.pen, paper.pencils, paper.tape),
        *(room.basket, room.chair, room.clock, room.plant, room.planter),
        *(vessels.bottle, vessels.bowl, vessels.carafe, vessels.handi, vessels.jug, vessels.mug),
        *(vessels.saucepan, vessels.teapot, vessels.vase),
    )
}
FLAT = frozenset(
    {"board", "clock", "envelope", "notebook", "pen", "pencils", "spice_box", "spoons", "tape"}
    | {"tray", "apron", "towel", "globe", "pendant"}
)
DETAIL_ZOOM = 1.75
DETAIL_AT = {"blanket": (400, 570), "soap": (470, 520), "diya": (500, 560), "notebook": (460, 420)}


def draw_product(product: DemoProduct, store: str) -> list[bytes]:
    """Return the product's pictures as JPEG, 1,000 by 1,000: the whole and, for some, a detail."""
    return [
        _draw(product.drawing, product.sku, store, view) for view in range(product.drawing.views)
    ]


def draw_logo(store: DemoStore) -> bytes:
    """Return the store's logo as PNG, 512 by 512, with clear corners."""
    out = BytesIO()
    draw_tile(store).save(out, "PNG")
    return out.getvalue()


def _draw(drawing: Drawing, sku: str, store: str, view: int) -> bytes:
    ground = backdrop(store, sku, drawing.main, view, flat=drawing.shape in FLAT)
    canvas = (
        Canvas(ground, DETAIL_ZOOM, *DETAIL_AT.get(drawing.shape, (420, 440)))
        if view
        else Canvas(ground)
    )
    SHAPES[drawing.shape](canvas, drawing)
    return _jpeg(canvas.image)


def _jpeg(image: Image.Image) -> bytes:
    """Return the picture as JPEG of hardly any loss: of all formats the quickest to read again."""
    out = BytesIO()
    image.save(out, "JPEG", quality=95, subsampling=0)
    return out.getvalue()
