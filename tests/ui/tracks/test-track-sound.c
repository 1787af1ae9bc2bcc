/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tracks/ct-track-sound.h"

#include "core/transcribe/ct-edit-score.h"
#include "tests/support/track-fixture.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-history.h"
#include "ui/document/ct-track-edits.h"
#include "ui/session/ct-track-item.h"
#include "ui/tracks/ct-track-settings.h"

typedef struct
{
  TrackFixture track;
  CtDocument *document;
  guint32 id;
  CtTrackItem *item;
  CtTrackSettings *settings;
  GtkWidget *popover;
  GtkSpinButton *volume, *pan;
  GtkSwitch *synthesised;
} Fixture;

static void
update_item (Fixture *fixture)
{
  const CtEditTrack *track = ct_document_get_track (fixture->document, fixture->id);

  if (track)
    ct_track_item_update (fixture->item, track, 0, 100);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  track_fixture_set_up (&fixture->track, NULL);
  fixture->document = fixture->track.document;
  fixture->id = fixture->track.tracks[0];
  fixture->item = ct_track_item_new (fixture->id);
  update_item (fixture);
  g_signal_connect_swapped (fixture->document, "changed", G_CALLBACK (update_item), fixture);
  fixture->settings = ct_track_settings_new (fixture->document, fixture->item);
  fixture->popover = g_object_ref_sink (ct_track_sound_new (fixture->settings));
  fixture->volume = GTK_SPIN_BUTTON (widget_find (fixture->popover, GTK_TYPE_SPIN_BUTTON, 0));
  fixture->pan = GTK_SPIN_BUTTON (widget_find (fixture->popover, GTK_TYPE_SPIN_BUTTON, 1));
  fixture->synthesised = GTK_SWITCH (widget_find (fixture->popover, GTK_TYPE_SWITCH, 0));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_signal_handlers_disconnect_by_data (fixture->document, fixture);
  g_assert_finalize_object (fixture->popover);
  g_assert_finalize_object (fixture->settings);
  g_assert_finalize_object (fixture->item);
  track_fixture_tear_down (&fixture->track, NULL);
}

static gboolean
has_steps (Fixture *fixture)
{
  return ct_history_get_can_undo (ct_document_get_history (fixture->document));
}

/* A value that only nearly fits into the document's float is one step of the slider, and stays where it was put. */
static void
test_no_echo (Fixture *fixture, gconstpointer data)
{
  const double values[] = { 33, 66.6, 0, 200, 12.34 };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      gtk_adjustment_set_value (gtk_spin_button_get_adjustment (fixture->volume), values[i]);
      g_assert_cmpfloat (gtk_adjustment_get_value (gtk_spin_button_get_adjustment (fixture->volume)), ==, values[i]);
      g_assert_cmpfloat (track_fixture_at (&fixture->track, 0)->volume, ==, (float) (values[i] / 100));
    }
  ct_document_undo (fixture->document);
  g_assert_false (has_steps (fixture));
  g_assert_cmpfloat (gtk_spin_button_get_value (fixture->volume), ==, 100);

  /* the document's own changes are shown and make no step */
  ct_track_edits_set_pan (fixture->document, fixture->id, -0.3);
  g_assert_cmpfloat_with_epsilon (gtk_spin_button_get_value (fixture->pan), -30, 1e-4);
  ct_track_edits_set_synthesised (fixture->document, fixture->id, TRUE);
  g_assert_true (gtk_switch_get_active (fixture->synthesised));
  ct_document_undo (fixture->document);
  ct_document_undo (fixture->document);
  g_assert_false (has_steps (fixture));
  g_assert_cmpfloat (gtk_spin_button_get_value (fixture->pan), ==, 0);
  g_assert_false (gtk_switch_get_active (fixture->synthesised));
}

/* Setting what is already so is no step, and neither is anything for a track that is gone. */
static void
test_settings (Fixture *fixture, gconstpointer data)
{
  double volume;

  g_object_set (fixture->settings, "volume", 100.0, "pan", 0.0, "synthesised", FALSE, "visible", TRUE, "muted", FALSE,
                NULL);
  g_assert_false (has_steps (fixture));
  g_object_set (fixture->settings, "soloed", TRUE, NULL);
  g_assert_true (track_fixture_at (&fixture->track, 0)->solo);
  ct_track_edits_remove (fixture->document, &fixture->id, 1, 0);
  ct_document_mark_saved (fixture->document);
  g_object_set (fixture->settings, "volume", 10.0, "muted", TRUE, "locked", TRUE, NULL);
  g_assert_false (ct_document_get_modified (fixture->document));
  g_object_get (fixture->settings, "volume", &volume, NULL);
  g_assert_cmpfloat (volume, ==, 100);
}

static void
assert_text (float volume, float pan, bool synthesised, const char *text)
{
  const CtEditTrack track = { .volume = volume, .pan = pan, .synthesised = synthesised };
  g_autofree char *said = ct_track_sound_dup_text (&track);

  g_assert_cmpstr (said, ==, text);
}

static void
test_text (void)
{
  assert_text (1, 0, false, "Volume 100 %");
  assert_text (0, 0.001f, false, "Volume 0 %");
  assert_text (0.8f, -0.2f, false, "Volume 80 %, 20 % to the left");
  assert_text (2, 1, true, "Volume 200 %, 100 % to the right, synthesized notes");
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add ("/track-sound/no-echo", Fixture, NULL, set_up, test_no_echo, tear_down);
  g_test_add ("/track-sound/settings", Fixture, NULL, set_up, test_settings, tear_down);
  g_test_add_func ("/track-sound/text", test_text);
  return g_test_run ();
}
