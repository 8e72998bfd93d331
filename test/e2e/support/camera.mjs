import { writeFile } from 'node:fs/promises';

const WIDTH = 640;
const HEIGHT = 480;
/** A hand is never still: each picture of the film is a little nearer or farther and turned a little, and the reader gets more than one chance. */
const PICTURES = Array.from({ length: 12 }, (_, number) => ({
  size: 0.96 - 0.03 * number,
  turn: 0.04 * Math.sin(number),
}));

/**
 * Turns a picture of a screen into a film for Chromium's fake camera: what the resident's phone shows is what the scanner's
 * camera sees, with nothing in between that knows how the code was made.
 * @param page any open page; its canvas scales the picture
 * @param png the screenshot, as Playwright returns it
 * @param file where the film goes (`.y4m`, 640 × 480, 4:2:0, grey)
 */
export async function filmOf(page, png, file) {
  const url = `data:image/png;base64,${png.toString('base64')}`;
  const chroma = Buffer.alloc((WIDTH * HEIGHT) / 2, 128);
  const frames = [];
  for (const picture of PICTURES) {
    const grey = await page.evaluate(greyPixels, { url, width: WIDTH, height: HEIGHT, ...picture });
    frames.push(Buffer.from('FRAME\n'), Buffer.from(grey, 'base64'), chroma);
  }
  const header = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`);
  await writeFile(file, Buffer.concat([header, ...frames]));
}

/** Runs in the page: the picture centred on white, turned (radians), as one byte of brightness per pixel, base64. */
async function greyPixels({ url, width, height, size, turn }) {
  const image = new Image();
  image.src = url;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext('2d');
  pen.fillStyle = 'white';
  pen.fillRect(0, 0, width, height);
  const scale = size * Math.min(width / image.width, height / image.height);
  pen.translate(width / 2, height / 2);
  pen.rotate(turn);
  pen.scale(scale, scale);
  pen.drawImage(image, -image.width / 2, -image.height / 2);
  const rgba = pen.getImageData(0, 0, width, height).data;
  let text = '';
  for (let at = 0; at < rgba.length; at += 4) {
    text += String.fromCharCode(Math.round(0.299 * rgba[at] + 0.587 * rgba[at + 1] + 0.114 * rgba[at + 2]));
  }
  return btoa(text);
}
