/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/transport/ct-playback-actions.h"

#include <glib/gi18n.h>
#include <math.h>

#include "core/base/ct-note.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"
#include "ui/transport/ct-playback-settings.h"

struct _CtPlaybackActions
{
  GObject parent_instance;

  CtPlayback *playback;
  GSimpleActionGroup *group;
};

static guint message_signal;

G_DEFINE_FINAL_TYPE (CtPlaybackActions, ct_playback_actions, G_TYPE_OBJECT)

static void
say (CtPlaybackActions *self, const char *text)
{
  g_signal_emit (self, message_signal, 0, text);
}

static void
activate_play_pause (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CtPlaybackActions *self = data;

  ct_playback_toggle (self->playback);
}

/* Plays from the playhead on, even while playing. */
static void
activate_play (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CtPlaybackActions *self = data;

  ct_playback_play (self->playback);
}

static void
activate_stop (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CtPlaybackActions *self = data;

  ct_playback_stop (self->playback);
}

static void
activate_play_selection (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CtPlaybackActions *self = data;

  ct_playback_play_selection (self->playback);
}

static void
say_speed (CtPlaybackActions *self)
{
  g_autofree char *text = NULL;
  double speed;

  g_object_get (ct_playback_get_settings (self->playback), "speed", &speed, NULL);
  /* Translators: the speed of playback in percent */
  text = g_strdup_printf (_ ("Speed: %d %%"), (int) round (100 * speed));
  say (self, text);
}

static void
change_speed (CtPlaybackActions *self, int steps)
{
  ct_playback_settings_change_speed (ct_playback_get_settings (self->playback), steps);
  say_speed (self);
}

static void
activate_faster (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  change_speed (self, 1);
}

static void
activate_slower (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  change_speed (self, -1);
}

static void
activate_normal_speed (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CtPlaybackActions *self = data;

  g_object_set (ct_playback_get_settings (self->playback), "speed", 1.0, NULL);
  say_speed (self);
}

/* Toggles the loop; where there is none, loops the selected notes, and without a selection tells how to get one. */
static void
activate_loop (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CtPlaybackActions *self = data;
  CtSession *session = ct_playback_get_session (self->playback);
  CtTimeSpan span;

  if (!session)
    return;
  if (ct_session_get_loop (session, &span))
    ct_session_set_loop_enabled (session, !ct_session_get_loop_enabled (session));
  else if (ct_selection_get_span (ct_session_get_selection (session), &span))
    {
      ct_session_set_loop (session, &span);
      ct_session_enter_loop (session);
    }
  else
    {
      say (self, _ ("Drag on the ruler or select notes to loop them."));
      return;
    }
  say (self, ct_session_get_loop_enabled (session) ? _ ("Loop on") : _ ("Loop off"));
}

/* Moves the playhead to @time_s and scrolls to it. */
static void
go_to (CtPlaybackActions *self, double time_s)
{
  CtSession *session = ct_playback_get_session (self->playback);
  const CtView *view;

  if (!session)
    return;
  view = ct_session_get_view (session);
  ct_session_set_playhead_s (session, time_s);
  ct_session_reveal (session, time_s, (view->low_midi + view->high_midi) / 2);
}

static void
activate_start (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  go_to (self, 0);
}

static void
activate_end (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CtPlaybackActions *self = data;
  CtSession *session = ct_playback_get_session (self->playback);

  if (session)
    go_to (self, ct_document_get_duration_s (ct_session_get_document (session)));
}

static void
activate_follow (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  static const char *const words[] = { [CT_FOLLOW_PAGE] = N_ ("The view turns pages with the playhead"),
                                       [CT_FOLLOW_CENTRE] = N_ ("The view keeps the playhead in the middle"),
                                       [CT_FOLLOW_OFF] = N_ ("The view does not follow the playhead") };
  CtPlaybackActions *self = data;
  CtSession *session = ct_playback_get_session (self->playback);

  if (!session)
    return;
  ct_session_set_follow (session, (ct_session_get_follow (session) + 1) % (CT_FOLLOW_OFF + 1));
  say (self, _ (words[ct_session_get_follow (session)]));
}

/* Says so, as nothing may be playing. */
static void
activate_click (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CtPlaybackActions *self = data;
  CtSession *session = ct_playback_get_session (self->playback);
  CtPlaybackSettings *settings = ct_playback_get_settings (self->playback);
  gboolean on;

  if (!session || !ct_document_get_tempo_map (ct_session_get_document (session)))
    {
      say (self, _ ("There are no beats to click"));
      return;
    }
  g_object_get (settings, "click", &on, NULL);
  g_object_set (settings, "click", !on, NULL);
  say (self, on ? _ ("The metronome is off") : _ ("The metronome clicks while playing"));
}

static const GActionEntry entries[] = {
  { .name = "play-pause", .activate = activate_play_pause },
  { .name = "play", .activate = activate_play },
  { .name = "stop", .activate = activate_stop },
  { .name = "play-selection", .activate = activate_play_selection },
  { .name = "faster", .activate = activate_faster },
  { .name = "slower", .activate = activate_slower },
  { .name = "normal-speed", .activate = activate_normal_speed },
  { .name = "loop", .activate = activate_loop },
  { .name = "start", .activate = activate_start },
  { .name = "end", .activate = activate_end },
  { .name = "follow", .activate = activate_follow },
  { .name = "click", .activate = activate_click },
};

static void
ct_playback_actions_dispose (GObject *object)
{
  CtPlaybackActions *self = CT_PLAYBACK_ACTIONS (object);

  /* whoever still has the group finds nothing to activate */
  for (guint i = 0; self->group && i < G_N_ELEMENTS (entries); i++)
    g_action_map_remove_action (G_ACTION_MAP (self->group), entries[i].name);
  g_clear_object (&self->group);
  g_clear_object (&self->playback);
  G_OBJECT_CLASS (ct_playback_actions_parent_class)->dispose (object);
}

static void
ct_playback_actions_class_init (CtPlaybackActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ct_playback_actions_dispose;
  message_signal = g_signal_new ("message", CT_TYPE_PLAYBACK_ACTIONS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
ct_playback_actions_init (CtPlaybackActions *self)
{
  self->group = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->group), entries, G_N_ELEMENTS (entries), self);
}

CtPlaybackActions *
ct_playback_actions_new (CtPlayback *playback)
{
  CtPlaybackActions *self = g_object_new (CT_TYPE_PLAYBACK_ACTIONS, NULL);

  self->playback = g_object_ref (playback);
  return self;
}

GActionGroup *
ct_playback_actions_get_group (CtPlaybackActions *self)
{
  g_return_val_if_fail (CT_IS_PLAYBACK_ACTIONS (self), NULL);
  return G_ACTION_GROUP (self->group);
}
