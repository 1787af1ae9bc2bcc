/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-workspace.h"

#include <math.h>
#include <stdlib.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/analysis/ct-harmony-keeper.h"
#include "ui/document/ct-history.h"
#include "ui/document/ct-recording.h"
#include "ui/exchange/ct-midi-import.h"
#include "ui/project/ct-project-file.h"
#include "ui/project/ct-project.h"
#include "ui/support/ct-file-error.h"

struct _CtWorkspace
{
  GObject parent_instance;
  CtSession *session;
  CtAnalyser *analyser;
  CtBeatFinder *beat_finder;
  CtHarmonyKeeper *harmony_keeper;
  CtAutosave *autosave;
  GCancellable *cancellable;
  GFile *opening;
  int stream;
  GSignalGroup *watched[3]; /* document, history, analyser */
};

enum
{
  PROP_SESSION = 1,
  PROP_DOCUMENT,
  PROP_ANALYSER,
  PROP_BEAT_FINDER,
  PROP_AUTOSAVE,
  PROP_OPENING,
  N_PROPS,
};

G_DEFINE_FINAL_TYPE (CtWorkspace, ct_workspace, G_TYPE_OBJECT)

static GParamSpec *props[N_PROPS];
static guint opened_signal, failed_signal, too_long_signal, changed_signal;

CtSession *
ct_workspace_get_session (CtWorkspace *self)
{
  g_return_val_if_fail (CT_IS_WORKSPACE (self), NULL);
  return self->session;
}

CtDocument *
ct_workspace_get_document (CtWorkspace *self)
{
  g_return_val_if_fail (CT_IS_WORKSPACE (self), NULL);
  return self->session ? ct_session_get_document (self->session) : NULL;
}

CtAnalyser *
ct_workspace_get_analyser (CtWorkspace *self)
{
  g_return_val_if_fail (CT_IS_WORKSPACE (self), NULL);
  return self->analyser;
}

CtAutosave *
ct_workspace_get_autosave (CtWorkspace *self)
{
  g_return_val_if_fail (CT_IS_WORKSPACE (self), NULL);
  return self->autosave;
}

GCancellable *
ct_workspace_get_cancellable (CtWorkspace *self)
{
  g_return_val_if_fail (CT_IS_WORKSPACE (self), NULL);
  return self->cancellable;
}

GFile *
ct_workspace_get_opening (CtWorkspace *self)
{
  g_return_val_if_fail (CT_IS_WORKSPACE (self), NULL);
  return self->opening;
}

int
ct_workspace_get_stream (CtWorkspace *self)
{
  g_return_val_if_fail (CT_IS_WORKSPACE (self), 0);
  return self->stream;
}

gboolean
ct_workspace_get_ready (CtWorkspace *self)
{
  g_return_val_if_fail (CT_IS_WORKSPACE (self), FALSE);
  return self->session && !self->opening;
}

static void
emit_changed (CtWorkspace *self)
{
  g_signal_emit (self, changed_signal, 0);
}

static void
set_opening (CtWorkspace *self, GFile *file)
{
  if (!g_set_object (&self->opening, file))
    return;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_OPENING]);
  emit_changed (self);
}

static void
notify_document (CtWorkspace *self)
{
  CtDocument *document = ct_workspace_get_document (self);

  g_signal_group_set_target (self->watched[0], document);
  g_signal_group_set_target (self->watched[1], document ? ct_document_get_history (document) : NULL);
  g_signal_group_set_target (self->watched[2], self->analyser);
  for (guint id = PROP_SESSION; id <= PROP_AUTOSAVE; id++)
    g_object_notify_by_pspec (G_OBJECT (self), props[id]);
  emit_changed (self);
}

/* Listeners turn to the new document before the previous one ends, so that they do not see it end. */
void
ct_workspace_take_session (CtWorkspace *self, CtSession *session, CtAutosave *autosave)
{
  g_autoptr (CtSession) old_session G_GNUC_UNUSED = self->session;
  g_autoptr (CtAnalyser) old_analyser = self->analyser;
  g_autoptr (CtBeatFinder) old_beat_finder = self->beat_finder;
  g_autoptr (CtHarmonyKeeper) old_harmony_keeper = self->harmony_keeper;
  g_autoptr (CtAutosave) old_autosave = self->autosave;

  g_return_if_fail (CT_IS_WORKSPACE (self));
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->session = session ? g_object_ref (session) : NULL;
  self->analyser = session ? ct_analyser_new (ct_session_get_document (session)) : NULL;
  self->beat_finder = session ? ct_beat_finder_new (ct_session_get_document (session)) : NULL;
  self->harmony_keeper = session ? ct_harmony_keeper_new (ct_session_get_document (session)) : NULL;
  self->autosave = autosave ? autosave : session ? ct_autosave_new (ct_session_get_document (session), session) : NULL;
  set_opening (self, NULL);
  notify_document (self);
  if (old_analyser)
    ct_analyser_cancel (old_analyser);
  if (old_beat_finder)
    g_object_run_dispose (G_OBJECT (old_beat_finder));
  if (old_harmony_keeper)
    g_object_run_dispose (G_OBJECT (old_harmony_keeper));
  if (old_autosave)
    ct_autosave_close (old_autosave);
}

void
ct_workspace_set_session (CtWorkspace *self, CtSession *session)
{
  g_return_if_fail (CT_IS_WORKSPACE (self));
  if (self->session != session)
    ct_workspace_take_session (self, session, NULL);
}

/* ---- opening ---- */

/* An opening in the background. */
typedef struct
{
  CtWorkspace *workspace;
  CtDocument *document;
  GFile *file;
  GCancellable *cancellable;
} Opening;

static Opening *
opening_new (CtWorkspace *self, CtDocument *document, GFile *file)
{
  Opening *opening = g_new0 (Opening, 1);

  *opening = (Opening){ g_object_ref (self), g_object_ref (document), g_object_ref (file),
                        g_object_ref (self->cancellable) };
  set_opening (self, file);
  return opening;
}

static void
opening_free (Opening *opening)
{
  g_object_unref (opening->workspace);
  g_object_unref (opening->document);
  g_object_unref (opening->file);
  g_object_unref (opening->cancellable);
  g_free (opening);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

/* Ends @opening; FALSE if another document has taken its place. */
static gboolean
settle (Opening *opening)
{
  CtWorkspace *self = opening->workspace;

  if (self->opening != opening->file || g_cancellable_is_cancelled (opening->cancellable))
    return FALSE;
  set_opening (self, NULL);
  return TRUE;
}

static void
fail (CtWorkspace *self, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, failed_signal, 0, error->message);
}

/* What there is to see of a recording of which only a part was heard begins there. */
static void
show_part (CtSession *session)
{
  const CtEvidence *evidence = ct_document_get_evidence (ct_session_get_document (session));
  double start_s = evidence ? evidence->analysis->start_s : 0;
  CtView view;

  if (start_s <= 0)
    return;
  view = *ct_session_get_view (session);
  view.start_s += start_s;
  view.end_s = MIN (view.end_s, evidence->analysis->duration_s) + start_s;
  ct_session_set_view (session, &view);
  ct_session_set_playhead_s (session, start_s);
}

static void
recording_heard (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Opening) opening = data;
  g_autoptr (GError) error = NULL;
  gboolean heard = ct_analyser_open_finish (CT_ANALYSER (source), result, &error);

  if (!settle (opening))
    return;
  if (heard)
    {
      show_part (opening->workspace->session);
      g_signal_emit (opening->workspace, opened_signal, 0, opening->file);
      return;
    }
  ct_workspace_set_session (opening->workspace, NULL);
  if (g_error_matches (error, CT_FILE_ERROR, CT_FILE_ERROR_TOO_LARGE))
    g_signal_emit (opening->workspace, too_long_signal, 0, opening->file, error->message);
  else
    fail (opening->workspace, error);
}

static void
open_recording (CtWorkspace *self, CtDocument *document, GFile *file, const CtTimeSpan *span, int stream)
{
  g_autoptr (CtSession) session = ct_session_new (document);

  ct_workspace_set_session (self, session);
  self->stream = stream;
  ct_analyser_open_part_async (self->analyser, file, span, stream, self->cancellable, recording_heard,
                               opening_new (self, document, file));
}

static void
project_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Opening) opening = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CtProject) project = ct_project_file_open_finish (opening->document, result, &error);
  g_autoptr (CtSession) session = NULL;

  if (!settle (opening))
    return;
  if (!project)
    {
      fail (opening->workspace, error);
      return;
    }
  session = ct_session_new (opening->document);
  ct_workspace_set_session (opening->workspace, session);
  ct_project_show (project, session);
  g_signal_emit (opening->workspace, opened_signal, 0, opening->file);
}

/* To open a file is no edit, though to import it into a document is one. */
static void
forget_steps (CtDocument *document)
{
  CtEditScore *opened = ct_document_copy_score (document);

  ct_document_load_score (document, opened);
  ct_edit_score_free (opened);
}

static void
midi_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Opening) opening = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CtSession) session = NULL;
  g_autofree char *name = NULL;
  gboolean read = ct_midi_import_finish (opening->document, result, NULL, NULL, &error);

  if (!settle (opening))
    return;
  if (!read)
    {
      fail (opening->workspace, error);
      return;
    }
  name = ct_file_display_name (g_file_peek_path (opening->file));
  ct_document_set_name (opening->document, name);
  forget_steps (opening->document);
  session = ct_session_new (opening->document);
  ct_workspace_set_session (opening->workspace, session);
  g_signal_emit (opening->workspace, opened_signal, 0, opening->file);
}

void
ct_workspace_open (CtWorkspace *self, GFile *file, const char *path)
{
  g_autoptr (CtDocument) document = ct_document_new ();

  g_return_if_fail (CT_IS_WORKSPACE (self));
  if (ct_project_file_is_project (path))
    ct_project_file_open_async (document, file, self->cancellable, project_read, opening_new (self, document, file));
  else if (ct_midi_import_is_midi (path))
    ct_midi_import_async (document, file, self->cancellable, midi_read, opening_new (self, document, file));
  else
    open_recording (self, document, file, &(CtTimeSpan){ 0, INFINITY }, 0);
}

void
ct_workspace_open_part (CtWorkspace *self, GFile *file, const CtTimeSpan *span, int stream)
{
  g_autoptr (CtDocument) document = ct_document_new ();

  g_return_if_fail (CT_IS_WORKSPACE (self));
  open_recording (self, document, file, span, stream);
}

/* Whether both are the same file, whatever links lead to it. */
static gboolean
is_same (GFile *a, GFile *b)
{
  const char *path_a = g_file_peek_path (a), *path_b = g_file_peek_path (b);
  char *real_a = path_a ? realpath (path_a, NULL) : NULL, *real_b = path_b ? realpath (path_b, NULL) : NULL;
  gboolean same = g_file_equal (a, b) || (real_a && real_b && g_str_equal (real_a, real_b));

  free (real_a);
  free (real_b);
  return same;
}

gboolean
ct_workspace_shows (CtWorkspace *self, GFile *file)
{
  CtDocument *document = ct_workspace_get_document (self);
  GFile *project = document ? ct_document_get_file (document) : NULL;
  CtRecording *recording = document ? ct_document_get_recording (document) : NULL;
  g_autoptr (GFile) sound = recording && recording->path ? g_file_new_for_path (recording->path) : NULL;

  if (self->opening && is_same (self->opening, file))
    return TRUE;
  if (project)
    return is_same (project, file);
  return sound && is_same (sound, file);
}

/* ---- the object ---- */

static void
ct_workspace_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CtWorkspace *self = CT_WORKSPACE (object);
  CtDocument *document = ct_workspace_get_document (self);

  switch (id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_DOCUMENT:
      g_value_set_object (value, document);
      break;
    case PROP_ANALYSER:
      g_value_set_object (value, self->analyser);
      break;
    case PROP_BEAT_FINDER:
      g_value_set_object (value, self->beat_finder);
      break;
    case PROP_AUTOSAVE:
      g_value_set_object (value, self->autosave);
      break;
    case PROP_OPENING:
      g_value_set_object (value, self->opening);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ct_workspace_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    ct_workspace_set_session (CT_WORKSPACE (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_workspace_finalize (GObject *object)
{
  CtWorkspace *self = CT_WORKSPACE (object);

  for (gsize i = 0; i < G_N_ELEMENTS (self->watched); i++)
    g_object_unref (self->watched[i]);
  g_clear_object (&self->session);
  g_clear_object (&self->analyser);
  if (self->beat_finder)
    g_object_run_dispose (G_OBJECT (self->beat_finder));
  g_clear_object (&self->beat_finder);
  if (self->harmony_keeper)
    g_object_run_dispose (G_OBJECT (self->harmony_keeper));
  g_clear_object (&self->harmony_keeper);
  g_clear_object (&self->autosave);
  g_clear_object (&self->opening);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (ct_workspace_parent_class)->finalize (object);
}

static void
ct_workspace_class_init (CtWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = ct_workspace_get_property;
  object_class->set_property = ct_workspace_set_property;
  object_class->finalize = ct_workspace_finalize;
  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, CT_TYPE_SESSION,
                                             readable | G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_DOCUMENT] = g_param_spec_object ("document", NULL, NULL, CT_TYPE_DOCUMENT, readable);
  props[PROP_ANALYSER] = g_param_spec_object ("analyser", NULL, NULL, CT_TYPE_ANALYSER, readable);
  props[PROP_BEAT_FINDER] = g_param_spec_object ("beat-finder", NULL, NULL, CT_TYPE_BEAT_FINDER, readable);
  props[PROP_AUTOSAVE] = g_param_spec_object ("autosave", NULL, NULL, CT_TYPE_AUTOSAVE, readable);
  props[PROP_OPENING] = g_param_spec_object ("opening", NULL, NULL, G_TYPE_FILE, readable);
  g_object_class_install_properties (object_class, N_PROPS, props);
  opened_signal = g_signal_new ("opened", CT_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                G_TYPE_FILE);
  changed_signal = g_signal_new ("changed", CT_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  too_long_signal = g_signal_new ("too-long", CT_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                  G_TYPE_FILE, G_TYPE_STRING);
  failed_signal = g_signal_new ("failed", CT_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                G_TYPE_STRING);
}

static void
ct_workspace_init (CtWorkspace *self)
{
  const GType types[] = { CT_TYPE_DOCUMENT, CT_TYPE_HISTORY, CT_TYPE_ANALYSER };

  self->cancellable = g_cancellable_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      self->watched[i] = g_signal_group_new (types[i]);
      g_signal_group_connect_object (self->watched[i], "notify", G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);
    }
}

CtWorkspace *
ct_workspace_new (void)
{
  return g_object_new (CT_TYPE_WORKSPACE, NULL);
}
