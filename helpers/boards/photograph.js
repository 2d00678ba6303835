// A reader's own photograph, read in the browser and sent nowhere; and a poster that is kept as a PNG.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { make, codeOf } = boards;
  const LONGEST = 640; // pixels of the longer side
  const POSTER = 1200; // the longer side of the picture on a poster, at least
  const [STRIP, LETTERS, INK] = [144, 28, 128]; // how high a row of inks and its letters are, how wide an ink
  const ROW = 8; // inks side by side
  const UNREADABLE = "is no picture that this browser can read, or it is damaged.  Save it as JPEG or PNG first.";

  const canvasOf = (width, height) => {
    const canvas = make("canvas", { width, height, role: "img" });
    return { canvas, pen: canvas.getContext("2d") };
  };

  // What is transparent lies on white; the browser turns a photograph upright, as its camera noted it.
  const pixelsOf = (image) => {
    const scale = Math.min(1, LONGEST / Math.max(image.width, image.height));
    const size = [image.width, image.height].map((side) => Math.max(1, Math.round(side * scale)));
    const { pen } = canvasOf(...size);
    Object.assign(pen, { fillStyle: "white", imageSmoothingQuality: "high" });
    pen.fillRect(0, 0, ...size);
    pen.drawImage(image, 0, 0, ...size);
    return pen.getImageData(0, 0, ...size);
  };

  // The pixels of a file, or a problem in words.
  const readPhotograph = async (file) => {
    try {
      const image = await createImageBitmap(file);
      const [picture, many] = [pixelsOf(image), image.width * image.height];
      image.close();
      return { picture, many };
    } catch {
      return { problem: `${file.name} ${UNREADABLE}` };
    }
  };

  const show = (canvas, { width, height, data }) => {
    Object.assign(canvas, { width, height });
    canvas.getContext("2d").putImageData(new ImageData(data, width, height), 0, 0);
  };

  // An ink with its code and its share, in black or white, whichever can be read on it.
  const drawInk = (pen, ink, share, [x, y, width]) => {
    pen.fillStyle = codeOf(ink);
    pen.fillRect(x, y, width, STRIP);
    pen.fillStyle = ink[0] * 0.299 + ink[1] * 0.587 + ink[2] * 0.114 < 140 ? "white" : "black";
    pen.fillText(codeOf(ink), x + width / 2, y + STRIP * 0.4, width);
    pen.fillText(`${(100 * share).toFixed(0)} %`, x + width / 2, y + STRIP * 0.75, width);
  };

  // The picture, each pixel a square, and below it its inks in rows; a narrow picture gets a wider poster.
  const posterOf = ({ picture, inks, shares }) => {
    const rows = Math.ceil(inks.length / ROW);
    const each = Math.ceil(inks.length / rows);
    const times = Math.ceil(POSTER / Math.max(picture.width, picture.height));
    const [across, down] = [picture.width * times, picture.height * times];
    const width = Math.max(across, each * INK);
    const { canvas, pen } = canvasOf(width, down + rows * STRIP);
    Object.assign(pen, { fillStyle: "white", font: `${LETTERS}px sans-serif`, textAlign: "center" });
    pen.fillRect(0, 0, canvas.width, canvas.height);
    const { canvas: small } = canvasOf(picture.width, picture.height);
    show(small, picture);
    pen.imageSmoothingEnabled = false;
    pen.drawImage(small, Math.floor((width - across) / 2), 0, across, down);
    inks.forEach((ink, i) => {
      const y = down + STRIP * Math.floor(i / each);
      drawInk(pen, ink, shares[i], [((i % each) * width) / each, y, width / each]);
    });
    return canvas;
  };

  const savePoster = async (state, name) => {
    const file = await new Promise((done) => posterOf(state).toBlob(done, "image/png"));
    const link = make("a", { href: URL.createObjectURL(file), download: name });
    link.click();
    URL.revokeObjectURL(link.href);
  };

  Object.assign(boards, { pixelsOf, readPhotograph, show, savePoster });
})();
