/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/transport/ct-playback.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <math.h>
#include <sndfile.h>
#include <stdbool.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-percussion.h"
#include "core/playback/ct-player.h"
#include "core/transcribe/ct-edit-score.h"
#include "tests/support/failing-calls.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-recording.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/support/ct-track-palette.h"
#include "ui/transport/ct-playback-actions.h"
#include "ui/transport/ct-playback-settings.h"

#define RATE_HZ 44100
#define OUT_HZ 48000
#define TONE_HZ 440.0

typedef struct
{
  CtPlayback *playback;
  CtPlaybackActions *actions;
  CtDocument *document;
  CtSession *session;
  char *folder;
  guint32 track;
  guint n_messages;
  char *said; /* the last one */
  float *out; /* [OUT_HZ][2]: a second */
} Fixture;

static void
on_message (CtPlayback *playback, const char *text, Fixture *fixture)
{
  g_test_message ("%s", text);
  fixture->n_messages++;
  g_free (fixture->said);
  fixture->said = g_strdup (text);
}

/* Four seconds of a sine at a quarter of full scale. */
static char *
write_tone (const char *folder)
{
  char *path = g_build_filename (folder, "tone.wav", NULL);
  SF_INFO info = { .samplerate = RATE_HZ, .channels = 1, .format = SF_FORMAT_WAV | SF_FORMAT_FLOAT };
  SNDFILE *file = sf_open (path, SFM_WRITE, &info);

  g_assert_nonnull (file);
  for (int i = 0; i < 4 * RATE_HZ; i++)
    {
      float sample = 0.25f * sinf ((float) fmod (2 * G_PI * TONE_HZ * i / RATE_HZ, 2 * G_PI));

      g_assert_cmpint (sf_writef_float (file, &sample, 1), ==, 1);
    }
  sf_close (file);
  return path;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autoptr (CtRecording) recording = NULL;
  CtEditTrack track;
  CtEditNote note = { .onset_s = 1,
                      .offset_s = 2,
                      .confidence = 1,
                      .origin_frame = -1,
                      .midi = 69,
                      .velocity = 100,
                      .edited = CT_EDITED_DRAWN };

  fixture->folder = g_dir_make_tmp ("coloratura-XXXXXX", NULL);
  path = write_tone (fixture->folder);
  recording = ct_recording_new (path, 4, RATE_HZ, 1);
  fixture->document = ct_document_new ();
  ct_document_set_recording (fixture->document, recording);
  ct_edit_track_init (&track, 0, ct_track_palette_rgb (0));
  ct_document_begin (fixture->document, "Fill");
  fixture->track = note.track = ct_document_add_track (fixture->document, &track, -1);
  ct_document_add_note (fixture->document, &note);
  ct_document_commit (fixture->document);
  fixture->session = ct_session_new (fixture->document);
  fixture->playback = ct_playback_new (TRUE);
  fixture->actions = ct_playback_actions_new (fixture->playback);
  g_signal_connect (fixture->playback, "message", G_CALLBACK (on_message), fixture);
  ct_playback_set_session (fixture->playback, fixture->session);
  fixture->out = g_new (float, 2 * OUT_HZ);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "tone.wav", NULL);

  g_assert_finalize_object (fixture->actions);
  g_assert_finalize_object (fixture->playback);
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->document);
  g_unlink (path);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->said);
  g_free (fixture->out);
}

/* Whether what was played has been seen: a stepped player's position stands still. */
static bool
has_seen (Fixture *fixture)
{
  const CtPlayer *player = ct_playback_get_player (fixture->playback);
  gboolean playing = ct_playback_get_playing (fixture->playback);

  return playing == (ct_player_state (player) == CT_PLAYER_PLAYING)
         && (!playing || ct_session_get_playhead_s (fixture->session) == ct_player_position_s (player));
}

/* Plays for @seconds and lets the main loop see it. Returns the root mean square of the left channel. */
static double
play (Fixture *fixture, double seconds)
{
  gsize n = (gsize) (seconds * OUT_HZ);
  double sum = 0;

  ct_player_step (ct_playback_get_player (fixture->playback), fixture->out, n);
  while (!has_seen (fixture))
    g_main_context_iteration (NULL, TRUE);
  for (gsize i = 0; i < n; i++)
    sum += (double) fixture->out[2 * i] * (double) fixture->out[2 * i];
  return sqrt (sum / (double) MAX (n, 1));
}

static void
test_playhead (Fixture *fixture, gconstpointer data)
{
  g_assert_false (ct_playback_get_playing (fixture->playback));
  g_assert_cmpfloat (play (fixture, 0.2), <, 1e-4);
  ct_playback_play (fixture->playback);
  g_assert_true (ct_playback_get_playing (fixture->playback));
  g_assert_cmpfloat (play (fixture, 0.5), >, 0.05);
  g_assert_cmpfloat_with_epsilon (ct_session_get_playhead_s (fixture->session), 0.5, 0.1);

  /* a hand moves the playhead while it plays */
  ct_session_set_playhead_s (fixture->session, 2.5);
  play (fixture, 0.5);
  g_assert_cmpfloat_with_epsilon (ct_session_get_playhead_s (fixture->session), 3.0, 0.1);

  ct_playback_pause (fixture->playback);
  play (fixture, 0.1);
  g_assert_false (ct_playback_get_playing (fixture->playback));
  g_assert_cmpfloat (play (fixture, 0.3), <, 1e-4);
  g_assert_cmpuint (fixture->n_messages, ==, 0);
}

static void
test_end (Fixture *fixture, gconstpointer data)
{
  ct_session_set_playhead_s (fixture->session, 3.8);
  ct_playback_play (fixture->playback);
  for (int i = 0; i < 4; i++)
    play (fixture, 0.5);
  g_assert_false (ct_playback_get_playing (fixture->playback));
}

static void
test_loop (Fixture *fixture, gconstpointer data)
{
  ct_session_set_loop (fixture->session, &(CtTimeSpan){ 1, 1.5 });
  ct_session_set_playhead_s (fixture->session, 1);
  ct_playback_play (fixture->playback);
  for (int i = 0; i < 10; i++)
    {
      play (fixture, 0.33);
      g_assert_cmpfloat (ct_session_get_playhead_s (fixture->session), >, 0.9);
      g_assert_cmpfloat (ct_session_get_playhead_s (fixture->session), <, 1.6);
    }
}

/* Drums are taken out of the recording and heard alone as tracks are; a tone is no drum. */
static void
test_drums (Fixture *fixture, gconstpointer data)
{
  CtHit hits[] = { { 1.3, 1, 0 }, { 1.5, 1, 0 } };
  CtPercussion percussion = { hits, 2, { { .drum = 38 } }, 1 };
  double loud;

  ct_session_set_playhead_s (fixture->session, 1.2);
  ct_playback_play (fixture->playback);
  loud = play (fixture, 0.3);
  percussion.groups[0].solo = true;
  ct_document_begin (fixture->document, "Drums");
  ct_document_set_percussion (fixture->document, &percussion);
  ct_document_commit (fixture->document);
  play (fixture, 0.1);
  g_assert_cmpfloat (play (fixture, 0.2), <, 0.35 * loud);
  percussion.groups[0].solo = false;
  percussion.groups[0].mute = true;
  ct_document_begin (fixture->document, "Mute");
  ct_document_set_percussion (fixture->document, &percussion);
  ct_document_commit (fixture->document);
  ct_session_set_playhead_s (fixture->session, 1.2);
  play (fixture, 0.1);
  g_assert_cmpfloat (play (fixture, 0.2), >, 0.7 * loud);
  g_assert_cmpuint (fixture->n_messages, ==, 0);
}

static void
test_mute (Fixture *fixture, gconstpointer data)
{
  const CtEditScore *score = ct_document_get_score (fixture->document);
  CtEditTrack track = score->tracks[0];
  double loud, quiet;

  /* the note is the whole sound between 1 and 2 s: with its track muted little is left of it */
  ct_session_set_playhead_s (fixture->session, 1.2);
  ct_playback_play (fixture->playback);
  loud = play (fixture, 0.3);
  track.mute = true;
  ct_document_listen (fixture->document, &track, 1);
  play (fixture, 0.1);
  quiet = play (fixture, 0.2);
  g_assert_cmpfloat (quiet, <, 0.35 * loud);
  track.mute = false;
  ct_document_listen (fixture->document, &track, 1);
  play (fixture, 0.05);
  ct_session_set_playhead_s (fixture->session, 1.2);
  play (fixture, 0.1);
  g_assert_cmpfloat (play (fixture, 0.2), >, 0.8 * loud);
}

static void
test_selection (Fixture *fixture, gconstpointer data)
{
  guint64 id = ct_document_get_score (fixture->document)->notes[0].id;

  ct_selection_set (ct_session_get_selection (fixture->session), &id, 1);
  ct_playback_play_selection (fixture->playback);
  play (fixture, 0.5);
  g_assert_cmpfloat_with_epsilon (ct_session_get_playhead_s (fixture->session), 1.5, 0.1);
  play (fixture, 0.8);
  play (fixture, 0.3);
  g_assert_false (ct_playback_get_playing (fixture->playback));
}

static void
test_speed (Fixture *fixture, gconstpointer data)
{
  double speed;

  ct_playback_settings_change_speed (ct_playback_get_settings (fixture->playback), -10);
  g_object_get (ct_playback_get_settings (fixture->playback), "speed", &speed, NULL);
  g_assert_cmpfloat_with_epsilon (speed, 0.5, 1e-9);
  ct_playback_play (fixture->playback);
  play (fixture, 1);
  g_assert_cmpfloat_with_epsilon (ct_session_get_playhead_s (fixture->session), 0.5, 0.2);
  ct_playback_settings_change_speed (ct_playback_get_settings (fixture->playback), -100);
  g_object_get (ct_playback_get_settings (fixture->playback), "speed", &speed, NULL);
  g_assert_cmpfloat (speed, ==, CT_PLAYER_MIN_SPEED);
  g_action_group_activate_action (ct_playback_actions_get_group (fixture->actions), "normal-speed", NULL);
  g_object_get (ct_playback_get_settings (fixture->playback), "speed", &speed, NULL);
  g_assert_cmpfloat (speed, ==, 1);
}

/* Without a loop, the selected notes become one. */
static void
test_loop_of_selection (Fixture *fixture, gconstpointer data)
{
  GActionGroup *actions = ct_playback_actions_get_group (fixture->actions);
  const CtEditNote *note = &ct_document_get_score (ct_session_get_document (fixture->session))->notes[0];
  CtTimeSpan loop;

  g_action_group_activate_action (actions, "loop", NULL);
  g_assert_false (ct_session_get_loop (fixture->session, &loop));
  ct_selection_set (ct_session_get_selection (fixture->session), &note->id, 1);
  g_action_group_activate_action (actions, "loop", NULL);
  g_assert_true (ct_session_get_loop (fixture->session, &loop));
  g_assert_cmpfloat (loop.start_s, ==, note->onset_s);
  g_assert_cmpfloat (loop.end_s, ==, note->offset_s);
  g_assert_cmpfloat (ct_session_get_playhead_s (fixture->session), ==, note->onset_s);
  g_action_group_activate_action (actions, "loop", NULL);
  g_assert_false (ct_session_get_loop_enabled (fixture->session));
}

static void
test_audition (Fixture *fixture, gconstpointer data)
{
  ct_playback_audition (fixture->playback, fixture->track, 72, 100, 0.3);
  g_assert_cmpfloat (play (fixture, 0.25), >, 0.005);
  play (fixture, 1);
  play (fixture, 1);
  g_assert_cmpfloat (play (fixture, 0.2), <, 1e-3);
  ct_playback_audition (fixture->playback, 0, 200, 100, 0.3);
  g_assert_cmpfloat (play (fixture, 0.2), <, 1e-3);
}

/* A recording on a drive that is pulled, and put back: it is named, and playing goes on where it stopped. */
static void
test_pulled_drive (Fixture *fixture, gconstpointer data)
{
  double stopped_s;

  ct_playback_play (fixture->playback);
  play (fixture, 0.5);
  failing_calls_set ("read:0:EIO+");
  for (int i = 0; i < 10 && ct_playback_get_playing (fixture->playback); i++)
    play (fixture, 0.5);
  g_assert_false (ct_playback_get_playing (fixture->playback));
  g_assert_cmpuint (fixture->n_messages, ==, 1);
  g_assert_cmpstr (fixture->said, ==, "“tone.wav” cannot be played: reading failed");
  stopped_s = ct_session_get_playhead_s (fixture->session);
  g_assert_cmpfloat (stopped_s, >=, 0.4);
  g_assert_cmpfloat (stopped_s, <, 3.5);

  /* it is still away */
  ct_playback_play (fixture->playback);
  g_assert_cmpuint (fixture->n_messages, ==, 2);
  g_assert_nonnull (strstr (fixture->said, "“tone.wav”"));
  ct_playback_pause (fixture->playback);
  g_assert_cmpfloat_with_epsilon (ct_session_get_playhead_s (fixture->session), stopped_s, 1e-6);

  failing_calls_end ();
  ct_playback_play (fixture->playback);
  g_assert_cmpfloat (play (fixture, 0.3), >, 0.05);
  g_assert_cmpfloat_with_epsilon (ct_session_get_playhead_s (fixture->session), stopped_s + 0.3, 0.1);
  g_assert_cmpuint (fixture->n_messages, ==, 2);
}

/* What is not where a project has it is looked for elsewhere; what is there and cannot be played is told. */
static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_build_filename (fixture->folder, "text.wav", NULL);
  g_autoptr (CtRecording) gone = ct_recording_new ("/nowhere/gone.wav", 4, RATE_HZ, 1);
  g_autoptr (CtRecording) unreadable = ct_recording_new (text, 4, RATE_HZ, 1);

  ct_document_set_recording (fixture->document, gone);
  g_assert_cmpuint (fixture->n_messages, ==, 0);
  g_assert_true (g_file_set_contents (text, "no sound", -1, NULL));
  ct_document_set_recording (fixture->document, unreadable);
  g_assert_cmpuint (fixture->n_messages, ==, 1);
  g_assert_nonnull (strstr (fixture->said, "“text.wav” cannot be played"));
  g_assert_cmpint (g_unlink (text), ==, 0);
}

static void
test_no_session (Fixture *fixture, gconstpointer data)
{
  ct_playback_set_session (fixture->playback, NULL);
  ct_playback_play (fixture->playback);
  ct_playback_stop (fixture->playback);
  ct_playback_play_selection (fixture->playback);
  for (guint i = 0; i < 3; i++)
    g_action_group_activate_action (ct_playback_actions_get_group (fixture->actions), "end", NULL);
  g_assert_cmpfloat (play (fixture, 0.1), <, 1e-4);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/playback/playhead", test_playhead },
    { "/playback/end", test_end },
    { "/playback/loop", test_loop },
    { "/playback/drums", test_drums },
    { "/playback/mute", test_mute },
    { "/playback/selection", test_selection },
    { "/playback/speed", test_speed },
    { "/playback/loop-of-selection", test_loop_of_selection },
    { "/playback/audition", test_audition },
    { "/playback/no-session", test_no_session },
    { "/playback/pulled-drive", test_pulled_drive },
    { "/playback/missing", test_missing },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
