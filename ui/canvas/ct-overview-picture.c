/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-overview-picture.h"

#include <glib.h>
#include <math.h>

#include "core/transform/ct-cqt.h"

#define SILHOUETTE 0xff5a6272 /* 0xAARRGGBB, premultiplied */
#define FLOOR_DB (-70.0)      /* under the loudest column: no height */
#define UNHEARD_SHARE 0.35    /* of the light of a note that is heard */
#define MARGIN 2              /* pixels above and below the notes */
#define LEAST_PITCHES 24.0    /* that the height spans */

typedef struct
{
  guint32 *pixels; /* [height][width], 0xAARRGGBB */
  guint width, height;
  double x_per_s;
} Picture;

/* The power in each column: [width], dB. */
static float *
measure_energy (CtLevelStore *levels, const Picture *picture)
{
  float *energy_db = g_new (float, picture->width), power[256];
  double frames_per_px = CT_CQT_FRAME_RATE_HZ / picture->x_per_s;
  guint mip = (guint) CLAMP (floor (log2 (MAX (frames_per_px, 1))), 0, ct_level_store_get_n_mips (levels) - 1);

  for (guint v = 0; v < 256; v++)
    power[v] = powf (10, ((float) v / CT_LEVEL_STORE_STEPS_PER_DB + CT_LEVEL_STORE_MIN_DB) / 10);
  power[0] = 0; /* silence, however loud the loudest column is */
  for (guint x = 0; x < picture->width; x++)
    {
      const guint8 *frame = ct_level_store_get_frame (levels, mip, (gsize) ldexp (x * frames_per_px, -(int) mip));
      float sum = 0;

      for (guint bin = 0; frame && bin < CT_CQT_BINS; bin++)
        sum += power[frame[bin]];
      energy_db[x] = frame ? 10 * log10f (sum) : -INFINITY;
    }
  return energy_db;
}

static void
draw_energy (CtLevelStore *levels, Picture *picture)
{
  g_autofree float *energy_db = measure_energy (levels, picture);
  float loudest_db = -INFINITY;

  for (guint x = 0; x < picture->width; x++)
    loudest_db = MAX (loudest_db, energy_db[x]);
  for (guint x = 0; x < picture->width; x++)
    {
      double share = isfinite (energy_db[x]) ? 1 - (energy_db[x] - loudest_db) / FLOOR_DB : 0;
      guint bar = (guint) lround (CLAMP (share, 0, 1) * (picture->height - 2 * MARGIN));

      for (guint y = picture->height - MIN (bar, picture->height); y < picture->height; y++)
        picture->pixels[y * picture->width + x] = SILHOUETTE;
    }
}

/* The color of notes that are not heard. */
static guint32
dim (guint32 rgb)
{
  guint32 dimmed = 0;

  for (int shift = 0; shift < 24; shift += 8)
    dimmed |= (guint32) ((rgb >> shift & 0xff) * UNHEARD_SHARE) << shift;
  return dimmed;
}

/* The color of the notes of a track; 0 if it does not exist, is hidden, or is not as @heard says. */
static guint32
color_of (const CtEditScore *score, guint32 id, gboolean heard)
{
  int i = ct_edit_score_track_index (score, id);
  const CtEditTrack *track = i >= 0 ? &score->tracks[i] : NULL;

  if (!track || !track->visible || !ct_edit_score_track_is_heard (score, track) == heard)
    return 0;
  return 0xff000000 | (heard ? track->rgb : dim (track->rgb));
}

static void
draw_notes (const CtEditScore *score, gboolean heard, Picture *picture)
{
  double low = 127, high = 0, y_per_midi;
  guint thick = MAX (picture->height / 24, 1);

  for (gsize i = 0; i < score->n_notes; i++)
    {
      low = MIN (low, score->notes[i].midi);
      high = MAX (high, score->notes[i].midi);
    }
  y_per_midi = (double) (picture->height - MIN (2 * MARGIN + thick, picture->height)) / MAX (high - low, LEAST_PITCHES);
  for (gsize i = 0; i < score->n_notes; i++)
    {
      const CtEditNote *note = &score->notes[i];
      guint32 color = note->uncertain ? 0 : color_of (score, note->track, heard);
      guint y = MARGIN + (guint) ((high - note->midi) * y_per_midi);
      double x = note->onset_s * picture->x_per_s,
             end_x = MIN (MAX (note->offset_s * picture->x_per_s, x + 1), picture->width);

      for (guint row = y; color && row < MIN (y + thick, picture->height); row++)
        for (guint column = (guint) CLAMP (x, 0, picture->width); column < end_x; column++)
          picture->pixels[row * picture->width + column] = color;
    }
}

CtPixels *
ct_overview_picture_new (CtLevelStore *levels, const CtEditScore *score, double duration_s, guint width, guint height)
{
  CtPixels *pixels = ct_pixels_new (width, height, FALSE);
  Picture picture = { .pixels = ct_pixels_get_data (pixels),
                      .width = width,
                      .height = height,
                      .x_per_s = width / duration_s };

  draw_energy (levels, &picture);
  draw_notes (score, FALSE, &picture);
  draw_notes (score, TRUE, &picture);
  return pixels;
}
