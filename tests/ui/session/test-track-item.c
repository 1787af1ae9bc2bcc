/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/session/ct-track-item.h"

#include <glib-object.h>

#include "core/transcribe/ct-edit-score.h"

static void
count (CtTrackItem *item, guint *n)
{
  (*n)++;
}

/* A row is told only of what it shows, so that a list of a hundred tracks does not redraw for one. */
static void
test_update (void)
{
  CtTrackItem *item = ct_track_item_new (7);
  CtEditTrack track;
  guint n = 0;

  g_signal_connect (item, "changed", G_CALLBACK (count), &n);
  g_assert_cmpuint (ct_track_item_get_id (item), ==, 7);
  ct_edit_track_init (&track, 7, 0x123456);
  ct_track_item_update (item, &track, 2, 10);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (ct_track_item_get_place (item), ==, 2);
  g_assert_cmpuint (ct_track_item_get_n_notes (item), ==, 10);
  g_assert_cmphex (ct_track_item_get_track (item)->rgb, ==, 0x123456);
  ct_track_item_update (item, &track, 2, 10);
  g_assert_cmpuint (n, ==, 1);
  ct_track_item_update (item, &track, 3, 10);
  g_assert_cmpuint (n, ==, 2);
  ct_track_item_update (item, &track, 3, 11);
  g_assert_cmpuint (n, ==, 3);
  track.mute = TRUE;
  ct_track_item_update (item, &track, 3, 11);
  g_assert_cmpuint (n, ==, 4);
  g_assert_true (ct_track_item_get_track (item)->mute);
  /* a copy: what the caller does to its own is not seen */
  track.mute = FALSE;
  g_assert_true (ct_track_item_get_track (item)->mute);
  g_assert_finalize_object (item);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/track-item/update", test_update);
  return g_test_run ();
}
