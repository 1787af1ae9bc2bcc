/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tracks/ct-track-actions.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-track-edits.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/tracks/ct-split-box.h"
#include "ui/tracks/ct-track-list.h"
#include "ui/widgets/ct-drop-down.h"
#include "ui/widgets/ct-toast.h"

struct _CtTrackActions
{
  GSimpleActionGroup *group;
  CtTrackList *list;
  CtSplitBox *split_box;
};

/* What an action acts on; freed by clear_scope(). */
typedef struct
{
  CtTrackList *list;
  CtSession *session;
  CtDocument *document;
  guint32 *tracks; /* [n], at least one */
  guint n;
} Scope;

static gboolean
get_scope (CtTrackActions *self, Scope *scope)
{
  scope->list = self->list;
  scope->session = ct_track_list_get_session (self->list);
  scope->tracks = NULL;
  if (!scope->session)
    return FALSE;
  scope->document = ct_session_get_document (scope->session);
  scope->tracks = ct_track_list_dup_selected (self->list, &scope->n);
  if (scope->n > 0)
    return TRUE;
  g_clear_pointer (&scope->tracks, g_free);
  return FALSE;
}

static void
clear_scope (Scope *scope)
{
  g_free (scope->tracks);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scope, clear_scope)

/* NOLINTBEGIN(bugprone-macro-parentheses): it declares what it is given */
#define SCOPE_OR_RETURN(scope, actions)                                                                                \
  g_auto (Scope) scope = { 0 };                                                                                        \
  if (!get_scope (actions, &scope))                                                                                    \
  return
/* NOLINTEND(bugprone-macro-parentheses) */

static void
add (GSimpleAction *action, GVariant *parameter, gpointer actions)
{
  CtTrackActions *self = actions;
  CtSession *session = ct_track_list_get_session (self->list);
  guint32 id;

  if (!session)
    return;
  id = ct_track_edits_add (ct_session_get_document (session), -1);
  ct_track_list_select (self->list, &id, 1);
}

static void
tell_removed (CtTrackList *list, guint n)
{
  g_autofree char *text = g_strdup_printf (ngettext ("%u track removed", "%u tracks removed", n), n);

  ct_toast_send (GTK_WIDGET (list), text, TRUE);
}

static void
remove_with_notes (GSimpleAction *action, GVariant *parameter, gpointer actions)
{
  SCOPE_OR_RETURN (scope, actions);

  if (!ct_track_edits_find_locked (scope.document, scope.tracks, scope.n)
      && ct_track_edits_remove (scope.document, scope.tracks, scope.n, 0))
    tell_removed (scope.list, scope.n);
}

/* ---- removing tracks but keeping their notes ---- */

typedef struct
{
  CtTrackList *list;
  GtkDropDown *heirs;
  guint32 *heir_ids; /* [items of the drop-down] */
  guint32 *tracks;
  guint n;
} Removal;

static void
free_removal (gpointer data, GClosure *closure)
{
  Removal *self = data;

  g_object_unref (self->list);
  g_free (self->heir_ids);
  g_free (self->tracks);
  g_free (self);
}

static void
on_removal_response (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Removal *self = data;
  CtSession *session = ct_track_list_get_session (self->list);
  guint32 heir = self->heir_ids[gtk_drop_down_get_selected (self->heirs)];
  CtDocument *document;

  if (g_strcmp0 (response, "move") != 0 || !session)
    return;
  document = ct_session_get_document (session);
  for (guint i = 0; i < self->n; i++)
    if (!ct_document_get_track (document, self->tracks[i]))
      return;
  if (ct_document_get_track (document, heir) && ct_track_edits_remove (document, self->tracks, self->n, heir))
    tell_removed (self->list, self->n);
}

static gboolean
has_track (const Scope *scope, guint32 track)
{
  for (guint i = 0; i < scope->n; i++)
    if (scope->tracks[i] == track)
      return TRUE;
  return FALSE;
}

static void
remove_moving (GSimpleAction *action, GVariant *parameter, gpointer actions)
{
  SCOPE_OR_RETURN (scope, actions);
  const CtEditScore *score = ct_document_get_score (scope.document);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (scope.list));
  Removal *removal = g_new0 (Removal, 1);
  GtkWidget *dialog;
  guint n_heirs = 0;

  removal->list = g_object_ref (scope.list);
  removal->heir_ids = g_new0 (guint32, score->n_tracks + 1);
  removal->tracks = g_memdup2 (scope.tracks, scope.n * sizeof *scope.tracks);
  removal->n = scope.n;
  for (gsize i = 0; i < score->n_tracks; i++)
    if (!has_track (&scope, score->tracks[i].id) && !score->tracks[i].locked)
      {
        g_autofree char *name = ct_document_dup_track_name (scope.document, score->tracks[i].id);

        gtk_string_list_append (names, name);
        removal->heir_ids[n_heirs++] = score->tracks[i].id;
      }
  removal->heirs = ct_drop_down_new (g_steal_pointer (&names), _ ("Track to move the notes to"));
  dialog = adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                   ngettext ("Remove Track", "Remove Tracks", scope.n), _ ("Move its notes to:"));
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), GTK_WIDGET (removal->heirs));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "move", _ ("_Move Notes"),
                                    NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "move");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_removal_response), removal, free_removal, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- the rest ---- */

/* Makes the list visible: its page of a stack, its flap. */
static void
reveal (GtkWidget *list)
{
  GtkWidget *stack = gtk_widget_get_ancestor (list, ADW_TYPE_VIEW_STACK);
  GtkWidget *flap = gtk_widget_get_ancestor (list, ADW_TYPE_FLAP), *page = list;

  while (stack && page && gtk_widget_get_parent (page) != stack)
    page = gtk_widget_get_parent (page);
  if (stack && page)
    adw_view_stack_set_visible_child (ADW_VIEW_STACK (stack), page);
  if (flap)
    adw_flap_set_reveal_flap (ADW_FLAP (flap), TRUE);
}

static void
rename_track (GSimpleAction *action, GVariant *parameter, gpointer actions)
{
  SCOPE_OR_RETURN (scope, actions);

  reveal (GTK_WIDGET (scope.list));
  ct_track_list_rename (scope.list, scope.tracks[0]);
}

static void
merge (GSimpleAction *action, GVariant *parameter, gpointer actions)
{
  SCOPE_OR_RETURN (scope, actions);
  g_autofree char *text = NULL;
  guint32 stays;

  if (ct_track_edits_find_locked (scope.document, scope.tracks, scope.n))
    return;
  stays = ct_track_edits_merge (scope.document, scope.tracks, scope.n);
  if (!stays)
    return;
  ct_track_list_select (scope.list, &stays, 1);
  text = g_strdup_printf (ngettext ("%u track merged", "%u tracks merged", scope.n), scope.n);
  ct_toast_send (GTK_WIDGET (scope.list), text, TRUE);
}

static void
open_split (CtTrackActions *actions, CtSplitMode mode, gboolean selected)
{
  SCOPE_OR_RETURN (scope, actions);

  reveal (GTK_WIDGET (scope.list));
  ct_split_box_open (actions->split_box, mode, scope.tracks, scope.n, selected);
}

static void
split_by_timbre (GSimpleAction *action, GVariant *parameter, gpointer actions)
{
  open_split (actions, CT_SPLIT_TIMBRE, FALSE);
}

static void
split_selection_by_timbre (GSimpleAction *action, GVariant *parameter, gpointer actions)
{
  open_split (actions, CT_SPLIT_TIMBRE, TRUE);
}

static void
split_by_register (GSimpleAction *action, GVariant *parameter, gpointer actions)
{
  open_split (actions, CT_SPLIT_REGISTER, FALSE);
}

static void
split_by_selection (GSimpleAction *action, GVariant *parameter, gpointer actions)
{
  open_split (actions, CT_SPLIT_SELECTION, TRUE);
}

static void
select_notes (GSimpleAction *action, GVariant *parameter, gpointer actions)
{
  SCOPE_OR_RETURN (scope, actions);
  guint n, n_picked = 0;
  g_autofree guint64 *notes = ct_track_edits_dup_notes (scope.document, scope.tracks, scope.n, &n);

  for (guint i = 0; i < n; i++)
    if (ct_session_can_pick (scope.session, ct_document_get_note (scope.document, notes[i])))
      notes[n_picked++] = notes[i];
  ct_selection_set (ct_session_get_selection (scope.session), notes, n_picked);
}

static void
take_selection (GSimpleAction *action, GVariant *parameter, gpointer actions)
{
  SCOPE_OR_RETURN (scope, actions);
  guint n;
  g_autofree guint64 *notes = ct_selection_dup (ct_session_get_selection (scope.session), &n);

  if (!ct_track_edits_find_locked (scope.document, scope.tracks, 1))
    ct_track_edits_move_notes (scope.document, notes, n, scope.tracks[0]);
}

/* The flag that @action toggles. */
static CtTrackFlag
flag_of (GAction *action)
{
  static const char *const names[]
      = { [CT_TRACK_VISIBLE] = "hide", [CT_TRACK_MUTE] = "mute", [CT_TRACK_SOLO] = "solo", [CT_TRACK_LOCKED] = "lock" };

  for (int flag = 0; flag < (int) G_N_ELEMENTS (names); flag++)
    if (g_str_equal (names[flag], g_action_get_name (action)))
      return (CtTrackFlag) flag;
  g_return_val_if_reached (CT_TRACK_MUTE);
}

/* The keys for these work where the tracks are not in sight. */
static void
tell_heard (Scope *scope, CtTrackFlag flag, gboolean on)
{
  /* Translators: %s is the name of a track, or "2 tracks" */
  const char *format = flag == CT_TRACK_MUTE ? (on ? _ ("Muted: %s") : _ ("Unmuted: %s"))
                                             : (on ? _ ("Solo: %s") : _ ("Solo off: %s"));
  g_autofree char *tracks = scope->n == 1 ? ct_document_dup_track_name (scope->document, scope->tracks[0])
                                          : g_strdup_printf (ngettext ("%u track", "%u tracks", scope->n), scope->n);
  g_autofree char *text = g_strdup_printf (format, tracks);

  ct_toast_send (GTK_WIDGET (scope->list), text, FALSE);
}

/* Toggles the flag of the first track, and sets the others to the same. */
static void
toggle (GSimpleAction *action, GVariant *parameter, gpointer actions)
{
  SCOPE_OR_RETURN (scope, actions);
  CtTrackFlag flag = flag_of (G_ACTION (action));
  gboolean on = ct_track_edits_get_flag (ct_document_get_track (scope.document, scope.tracks[0]), flag);

  ct_track_edits_set_flag (scope.document, scope.tracks, scope.n, flag, !on);
  if (flag == CT_TRACK_MUTE || flag == CT_TRACK_SOLO)
    tell_heard (&scope, flag, !on);
}

static void
show_all (GSimpleAction *action, GVariant *parameter, gpointer actions)
{
  CtTrackActions *self = actions;
  CtSession *session = ct_track_list_get_session (self->list);

  if (session)
    ct_track_edits_show_all (ct_session_get_document (session));
}

static void
move_up (GSimpleAction *action, GVariant *parameter, gpointer actions)
{
  SCOPE_OR_RETURN (scope, actions);

  ct_track_edits_shift (scope.document, scope.tracks, scope.n, FALSE);
}

static void
move_down (GSimpleAction *action, GVariant *parameter, gpointer actions)
{
  SCOPE_OR_RETURN (scope, actions);

  ct_track_edits_shift (scope.document, scope.tracks, scope.n, TRUE);
}

CtTrackActions *
ct_track_actions_new (CtTrackList *list, CtSplitBox *split_box)
{
  static const GActionEntry entries[] = {
    { "add", add },
    { "remove", remove_with_notes },
    { "remove-moving", remove_moving },
    { "rename", rename_track },
    { "merge", merge },
    { "split-by-timbre", split_by_timbre },
    { "split-by-register", split_by_register },
    { "split-by-selection", split_by_selection },
    { "split-selection-by-timbre", split_selection_by_timbre },
    { "select-notes", select_notes },
    { "take-selection", take_selection },
    { "mute", toggle },
    { "solo", toggle },
    { "lock", toggle },
    { "hide", toggle },
    { "show-all", show_all },
    { "move-up", move_up },
    { "move-down", move_down },
  };
  CtTrackActions *self = g_new (CtTrackActions, 1);

  self->group = g_simple_action_group_new ();
  self->list = g_object_ref (list);
  self->split_box = g_object_ref (split_box);
  g_action_map_add_action_entries (G_ACTION_MAP (self->group), entries, G_N_ELEMENTS (entries), self);
  return self;
}

void
ct_track_actions_free (CtTrackActions *self)
{
  g_object_unref (self->group);
  g_object_unref (self->list);
  g_object_unref (self->split_box);
  g_free (self);
}

GActionGroup *
ct_track_actions_get_group (CtTrackActions *self)
{
  return G_ACTION_GROUP (self->group);
}

static void
enable (CtTrackActions *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->group), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

void
ct_track_actions_update (CtTrackActions *self)
{
  static const char *const any[] = { "rename", "select-notes", "mute", "solo", "lock", "hide" };
  g_auto (Scope) scope = { 0 };
  gboolean has_any = get_scope (self, &scope), has_selection, is_free;
  gsize n_all = scope.session ? ct_document_get_score (scope.document)->n_tracks : 0;

  has_selection = scope.session && ct_selection_get_n (ct_session_get_selection (scope.session)) > 0;
  is_free = has_any && !ct_track_edits_find_locked (scope.document, scope.tracks, scope.n);
  for (gsize i = 0; i < G_N_ELEMENTS (any); i++)
    enable (self, any[i], has_any);
  enable (self, "add", scope.session != NULL);
  enable (self, "show-all", n_all > 0);
  enable (self, "remove", is_free);
  enable (self, "remove-moving", is_free && scope.n < n_all);
  enable (self, "merge", is_free && scope.n > 1);
  enable (self, "split-by-timbre", is_free);
  enable (self, "split-by-register", is_free);
  enable (self, "split-by-selection", has_selection);
  enable (self, "split-selection-by-timbre", has_selection);
  enable (self, "take-selection", has_selection && is_free && scope.n == 1);
  enable (self, "move-up", has_any && n_all > 1);
  enable (self, "move-down", has_any && n_all > 1);
}

static void
append_section (GMenu *menu, const char *const (*items)[2], gsize n)
{
  g_autoptr (GMenu) section = g_menu_new ();

  for (gsize i = 0; i < n; i++)
    g_menu_append (section, _ (items[i][0]), items[i][1]);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

GMenuModel *
ct_track_actions_new_menu (void)
{
  static const char *const edit[][2] = {
    { N_ ("_Rename"), "tracks.rename" },
    { N_ ("Select _Notes"), "tracks.select-notes" },
    { N_ ("Move Selected Notes _Here"), "tracks.take-selection" },
  };
  static const char *const shape[][2] = {
    { N_ ("Mer_ge"), "tracks.merge" },
    { N_ ("Split by _Timbre…"), "tracks.split-by-timbre" },
    { N_ ("Split by Re_gister…"), "tracks.split-by-register" },
    { N_ ("Split _Off Selected Notes…"), "tracks.split-by-selection" },
  };
  static const char *const look[][2] = {
    { N_ ("_Mute or Unmute"), "tracks.mute" }, { N_ ("_Solo or End Solo"), "tracks.solo" },
    { N_ ("Show or Hi_de"), "tracks.hide" },   { N_ ("_Lock or Unlock"), "tracks.lock" },
    { N_ ("Show _All"), "tracks.show-all" },
  };
  static const char *const place[][2] = {
    { N_ ("Move _Up"), "tracks.move-up" },
    { N_ ("Move Do_wn"), "tracks.move-down" },
  };
  static const char *const removal[][2] = {
    { N_ ("Remove and _Keep Notes…"), "tracks.remove-moving" },
    { N_ ("Remove With Notes"), "tracks.remove" },
  };
  GMenu *menu = g_menu_new ();

  append_section (menu, edit, G_N_ELEMENTS (edit));
  append_section (menu, shape, G_N_ELEMENTS (shape));
  append_section (menu, look, G_N_ELEMENTS (look));
  append_section (menu, place, G_N_ELEMENTS (place));
  append_section (menu, removal, G_N_ELEMENTS (removal));
  return G_MENU_MODEL (menu);
}
