/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/document/ct-recording.h"

#include <glib.h>
#include <string.h>

static void
test_new (void)
{
  g_autoptr (CtRecording) recording = ct_recording_new ("/music/a song.flac", 12.5, 48000, 2);
  g_autoptr (CtRecording) nowhere = ct_recording_new (NULL, 1, 44100, 1);

  g_assert_cmpstr (recording->path, ==, "/music/a song.flac");
  g_assert_cmpstr (recording->name, ==, "a song.flac");
  g_assert_cmpfloat (recording->duration_s, ==, 12.5);
  g_assert_cmpint (recording->rate_hz, ==, 48000);
  g_assert_cmpint (recording->channels, ==, 2);
  g_assert_false (recording->hashed);
  g_assert_null (nowhere->path);
  g_assert_cmpstr (nowhere->name, ==, "");
}

static void
test_stream (void)
{
  g_autoptr (CtRecording) recording = ct_recording_new ("/music/film.mkv", 12.5, 48000, 2);
  g_autoptr (CtRecording) second = ct_recording_with_stream (recording, 2, 3);
  g_autoptr (CtRecording) moved = ct_recording_with_path (second, "/films/film.mkv");

  g_assert_cmpint (recording->stream, ==, 0);
  g_assert_cmpint (moved->stream, ==, 2);
  g_assert_cmpint (moved->n_streams, ==, 3);
  g_assert_cmpint (moved->rate_hz, ==, 48000);
}

/* A name in no encoding at all still has one to be shown. */
static void
test_odd_name (void)
{
  g_autoptr (CtRecording) recording = ct_recording_new ("/music/\xff\xfe.wav", 1, 44100, 1);

  g_assert_cmpstr (recording->path, ==, "/music/\xff\xfe.wav");
  g_assert_true (g_utf8_validate (recording->name, -1, NULL));
  g_assert_true (g_str_has_suffix (recording->name, ".wav"));
}

static void
test_copies (void)
{
  guint8 hash[32];
  CtRecording *recording = ct_recording_new ("/music/a.flac", 12.5, 48000, 2);
  g_autoptr (CtRecording) hashed = NULL, moved = NULL, lost = NULL, found = NULL;

  memset (hash, 7, sizeof hash);
  hashed = ct_recording_with_hash (recording, hash);
  g_assert_false (recording->hashed);
  g_assert_true (hashed->hashed);
  g_assert_cmpmem (hashed->sha256, sizeof hashed->sha256, hash, sizeof hash);

  moved = ct_recording_with_path (hashed, "/elsewhere/b.flac");
  lost = ct_recording_with_path (hashed, NULL);
  found = ct_recording_with_path (lost, "/again/c.flac");
  /* copies outlive their source */
  ct_recording_unref (recording);
  g_clear_pointer (&hashed, ct_recording_unref);
  g_assert_cmpstr (moved->path, ==, "/elsewhere/b.flac");
  g_assert_cmpstr (moved->name, ==, "b.flac");
  g_assert_true (moved->hashed);
  g_assert_cmpint (moved->rate_hz, ==, 48000);
  g_assert_null (moved->sought);
  /* what is lost keeps its name, so that it can be asked for, and where it was, so that it is found there again */
  g_assert_null (lost->path);
  g_assert_cmpstr (lost->sought, ==, "/music/a.flac");
  g_assert_null (found->sought);
  g_assert_cmpstr (lost->name, ==, "a.flac");
  g_assert_cmpmem (lost->sha256, sizeof lost->sha256, hash, sizeof hash);
  g_assert_cmpfloat (lost->duration_s, ==, 12.5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recording/new", test_new);
  g_test_add_func ("/recording/stream", test_stream);
  g_test_add_func ("/recording/odd-name", test_odd_name);
  g_test_add_func ("/recording/copies", test_copies);
  return g_test_run ();
}
