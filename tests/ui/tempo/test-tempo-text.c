/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tempo/ct-tempo-text.h"

#include <string.h>

#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/transcribe/ct-edit-tempo.h"

static void
assert_texts (int numerator, int denominator, const char *tempo, const char *meter)
{
  g_autofree char *shown_tempo = NULL, *shown_meter = NULL;
  CtTempoMap *map;

  g_assert_cmpint (ct_tempo_map_new_steady (104, 0, numerator, denominator, &map), ==, CT_STATUS_OK);
  shown_tempo = ct_tempo_text_dup_tempo (map, 3);
  shown_meter = ct_tempo_text_dup_meter (map, 3);
  g_assert_cmpstr (shown_tempo, ==, tempo);
  g_assert_cmpstr (shown_meter, ==, meter);
  ct_tempo_map_free (map);
}

/* In what players count. */
static void
test_tempo (void)
{
  assert_texts (4, 4, "\u2669 = 104", "4/4");
  assert_texts (6, 8, "\u2669. = 69", "6/8");
  assert_texts (3, 8, "\u266a = 208", "3/8");
  assert_texts (2, 2, "52 bpm", "2/2");
}

static void
test_confidence (void)
{
  static const CtTempoPoint points[] = { { 0, 1, true }, { 960, 1.5, true }, { 1920, 2, false } };
  static const CtMeter meter = { 0, 4, 4 };
  CtEditTempo tempo = { .sought = true };
  g_autofree char *none = ct_tempo_text_dup_confidence (&tempo), *both = NULL, *fixed = NULL;

  g_assert_cmpint (ct_tempo_map_new (points, 3, &meter, 1, &tempo.map), ==, CT_STATUS_OK);
  fixed = ct_tempo_text_dup_confidence (&tempo);
  tempo.confidence = 0.876f;
  tempo.meter_confidence = 0.5f;
  both = ct_tempo_text_dup_confidence (&tempo);
  g_assert_nonnull (strstr (none, "No steady beat"));
  g_assert_cmpstr (fixed, ==, "2 beats set by hand");
  g_assert_cmpstr (both, ==, "Beats found: 88 % sure, bars 50 %\n2 beats set by hand");
  ct_edit_tempo_clear (&tempo);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tempo-text/tempo", test_tempo);
  g_test_add_func ("/tempo-text/confidence", test_confidence);
  return g_test_run ();
}
