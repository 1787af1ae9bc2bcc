/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/support/ct-track-palette.h"

/* M. Okabe and K. Ito 2008, "Color Universal Design", lightened for a dark background, with gray instead of black; each
 * then mixed with 45 % of white, and with 30 % of black. */
const guint32 ct_track_palette[CT_TRACK_PALETTE_SIZE] = {
  0x6cc3f5, 0xf5b041, 0x2fc9a0, 0xf0723c, 0xe39ac5, 0xf5ec6b, 0x4d8ef0, 0xd0d0d0, /* as they are */
  0xaedefa, 0xfad497, 0x8de1cb, 0xf7b194, 0xf0c7df, 0xfaf5ae, 0x9dc1f7, 0xe5e5e5, /* lighter */
  0x4c89ac, 0xac7b2e, 0x218d70, 0xa8502a, 0x9f6c8a, 0xaca54b, 0x3663a8, 0x929292, /* darker */
};
