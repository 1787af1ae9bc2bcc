/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/transcription/ct-transcription-options.h"

#include <gtk/gtk.h>

#include "core/transcribe/ct-transcriber-options.h"
#include "tests/support/ui-test.h"
#include "ui/transcription/ct-sensitivity.h"

static void
count (CtTranscriptionOptions *options, guint *n)
{
  ++*n;
}

static GtkAdjustment *
bind (CtTranscriptionOptions *options, const char *name, double lower, double upper)
{
  GtkAdjustment *adjustment = g_object_ref_sink (gtk_adjustment_new (lower, lower, upper, 1, 1, 0));

  g_object_bind_property (options, name, adjustment, "value", G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  return adjustment;
}

/* Controls follow what is loaded, and nothing of that comes back as an edit: not even where a control shows less than
 * the option has. */
static void
test_load (void)
{
  g_autoptr (CtTranscriptionOptions) options = ct_transcription_options_new ();
  g_autoptr (GtkAdjustment) onset = bind (options, "onset-sensitivity", 0, 100);
  g_autoptr (GtkAdjustment) low = bind (options, "lowest-pitch", 24, 107);
  g_autoptr (GtkAdjustment) high = bind (options, "highest-pitch", 24, 107);
  CtTranscriberOptions loaded;
  guint n_edits = 0;

  g_signal_connect (options, "edited", G_CALLBACK (count), &n_edits);
  ct_transcriber_options_init (&loaded);
  loaded.notes.onset_threshold = 0.123456f;
  loaded.notes.frame_threshold = 0.00001f; /* beyond the end of the slider */
  loaded.notes.midi_low = 90;              /* above what the highest pitch is before */
  loaded.notes.midi_high = 95;
  loaded.tracks.n_tracks = 9; /* which has no control here */
  ct_transcription_options_load (options, &loaded);
  g_assert_cmpuint (n_edits, ==, 0);
  g_assert_cmpfloat (gtk_adjustment_get_value (onset), !=, CT_SENSITIVITY_DEFAULT);
  g_assert_cmpfloat (gtk_adjustment_get_value (low), ==, 90);
  g_assert_cmpfloat (gtk_adjustment_get_value (high), ==, 95);
  g_assert_cmpfloat (ct_transcription_options_get (options)->notes.onset_threshold, ==, loaded.notes.onset_threshold);
  g_assert_cmpfloat (ct_transcription_options_get (options)->notes.frame_threshold, ==, loaded.notes.frame_threshold);
  g_assert_cmpint (ct_transcription_options_get (options)->tracks.n_tracks, ==, 9);

  ct_transcription_options_reset (options);
  g_assert_cmpuint (n_edits, ==, 0);
  g_assert_cmpfloat (gtk_adjustment_get_value (onset), ==, CT_SENSITIVITY_DEFAULT);
}

/* An edit by one control is one edit, of one option; the middle of a slider is the shipped threshold itself. */
static void
test_edit (void)
{
  g_autoptr (CtTranscriptionOptions) options = ct_transcription_options_new ();
  g_autoptr (GtkAdjustment) onset = bind (options, "onset-sensitivity", 0, 100);
  CtTranscriberOptions shipped = *ct_transcription_options_get (options);
  guint n_edits = 0;

  g_signal_connect (options, "edited", G_CALLBACK (count), &n_edits);
  gtk_adjustment_set_value (onset, 70);
  g_assert_cmpuint (n_edits, ==, 1);
  g_assert_cmpfloat (ct_transcription_options_get (options)->notes.onset_threshold, <, shipped.notes.onset_threshold);
  g_assert_cmpfloat (ct_transcription_options_get (options)->notes.frame_threshold, ==, shipped.notes.frame_threshold);
  g_object_set (options, "onset-sensitivity", 70.0, NULL);
  g_assert_cmpuint (n_edits, ==, 1);
  gtk_adjustment_set_value (onset, CT_SENSITIVITY_DEFAULT);
  g_assert_cmpuint (n_edits, ==, 2);
  g_assert_cmpfloat (ct_transcription_options_get (options)->notes.onset_threshold, ==, shipped.notes.onset_threshold);
  g_object_set (options, "repetition-sensitivity", 0.0, NULL);
  g_assert_cmpfloat (ct_transcription_options_get (options)->notes.repetition, ==, -1);
  g_object_set (options, "repetition-sensitivity", CT_SENSITIVITY_DEFAULT, NULL);
  g_assert_cmpfloat (ct_transcription_options_get (options)->notes.repetition, ==, 0);
  g_assert_cmpuint (n_edits, ==, 4);
  g_object_set (options, "shortest-note", 120.0, "early-start", !shipped.notes.early_start, NULL);
  g_assert_cmpuint (n_edits, ==, 6);
  g_assert_cmpfloat (ct_transcription_options_get (options)->notes.min_length_s, ==, 0.12f);
  g_assert_true (ct_transcription_options_get (options)->notes.early_start == !shipped.notes.early_start);
}

/* A pitch that crosses the other one takes it along, in one edit. */
static void
test_pitches (void)
{
  g_autoptr (CtTranscriptionOptions) options = ct_transcription_options_new ();
  g_autoptr (GtkAdjustment) low = bind (options, "lowest-pitch", 24, 107);
  g_autoptr (GtkAdjustment) high = bind (options, "highest-pitch", 24, 107);
  guint n_edits = 0;

  gtk_adjustment_set_value (high, 60);
  g_signal_connect (options, "edited", G_CALLBACK (count), &n_edits);
  gtk_adjustment_set_value (low, 72);
  g_assert_cmpuint (n_edits, ==, 1);
  g_assert_cmpfloat (gtk_adjustment_get_value (high), ==, 72);
  g_assert_cmpint (ct_transcription_options_get (options)->notes.midi_high, ==, 72);
  gtk_adjustment_set_value (high, 48);
  g_assert_cmpuint (n_edits, ==, 2);
  g_assert_cmpfloat (gtk_adjustment_get_value (low), ==, 48);
  g_assert_cmpint (ct_transcription_options_get (options)->notes.midi_low, ==, 48);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/transcription-options/load", test_load);
  g_test_add_func ("/transcription-options/edit", test_edit);
  g_test_add_func ("/transcription-options/pitches", test_pitches);
  return g_test_run ();
}
