/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <stdint.h>

#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-track-colours.h"

static const uint32_t rgb[] = { 0x111111, 0x222222, 0x333333 };
static const CtTrackColours colours = { rgb, G_N_ELEMENTS (rgb) };

static void
test_next (void)
{
  static const struct
  {
    uint32_t tracks[5];
    size_t n_tracks;
    uint32_t next;
  } cases[] = {
    { { 0 }, 0, 0x111111 },
    { { 0x222222 }, 1, 0x111111 },
    { { 0x111111, 0x123456 }, 2, 0x222222 },
    { { 0x333333, 0x111111, 0x111111, 0x111111 }, 4, 0x222222 },
    { { 0x333333, 0x222222, 0x111111 }, 3, 0x111111 },
    { { 0x333333, 0x222222, 0x111111, 0x111111 }, 4, 0x222222 },
    { { 0x333333, 0x222222, 0x111111, 0x222222, 0x123456 }, 5, 0x333333 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CtEditTrack tracks[5];

      for (size_t t = 0; t < cases[i].n_tracks; t++)
        ct_edit_track_init (&tracks[t], (uint32_t) t + 1, cases[i].tracks[t]);
      g_assert_cmphex (ct_track_colours_next (&colours, tracks, cases[i].n_tracks), ==, cases[i].next);
    }
}

static void
test_no_palette (void)
{
  const CtTrackColours none = { 0 };
  CtEditTrack track;

  ct_edit_track_init (&track, 1, ct_track_colours_next (&none, NULL, 0));
  g_assert_cmphex (track.rgb, ==, 0);
  g_assert_cmphex (ct_track_colours_next (&none, &track, 1), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/track-colours/next", test_next);
  g_test_add_func ("/track-colours/no-palette", test_no_palette);
  return g_test_run ();
}
