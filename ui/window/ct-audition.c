/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-audition.h"

#include <math.h>

#include "ui/canvas/ct-chord-lane.h"
#include "ui/canvas/ct-hit-lane.h"
#include "ui/canvas/ct-keyboard.h"
#include "ui/session/ct-session.h"

#define AUDITION_S 0.5
#define CHORD_S 1.2
#define KEY_VELOCITY 90

static void
auditioned (CtTools *tools, guint midi, guint velocity, guint track, CtPlayback *playback)
{
  ct_playback_audition (playback, track, midi, velocity, AUDITION_S);
}

/* A key of the piano keyboard sounds like the current track. */
static void
key_pressed (CtKeyboard *keyboard, guint midi, CtPlayback *playback)
{
  CtSession *session = ct_playback_get_session (playback);

  ct_playback_audition (playback, session ? ct_session_get_current_track (session) : 0, midi, KEY_VELOCITY, INFINITY);
}

static void
key_released (CtKeyboard *keyboard, guint midi, CtPlayback *playback)
{
  ct_playback_hush (playback, midi);
}

/* A note of a chord, on a piano. */
static void
chord_sounded (CtChordLane *lane, guint midi, CtPlayback *playback)
{
  ct_playback_audition (playback, 0, midi, KEY_VELOCITY, CHORD_S);
}

static void
hit_sounded (CtHitLane *lane, guint drum, double strength, CtPlayback *playback)
{
  ct_playback_strike (playback, drum, strength);
}

void
ct_audition_connect (CtPlayback *playback, CtTools *tools, CtCanvas *canvas)
{
  CtKeyboard *keyboard = ct_canvas_get_keyboard (canvas);

  g_signal_connect_object (tools, "audition", G_CALLBACK (auditioned), playback, 0);
  g_signal_connect_object (keyboard, "pressed", G_CALLBACK (key_pressed), playback, 0);
  g_signal_connect_object (keyboard, "released", G_CALLBACK (key_released), playback, 0);
  g_signal_connect_object (ct_canvas_get_chord_lane (canvas), "sound", G_CALLBACK (chord_sounded), playback, 0);
  g_signal_connect_object (ct_canvas_get_hit_lane (canvas), "sound", G_CALLBACK (hit_sounded), playback, 0);
}
