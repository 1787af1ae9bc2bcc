/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/project/ct-autosave-folder.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>

#include "core/base/ct-atomic-file.h"
#include "ui/document/ct-evidence.h"
#include "ui/project/ct-project-file.h"
#include "ui/support/ct-file-error.h"
#include "ui/support/ct-owner-lock.h"

#define MAX_TRIES 10
#define SCORE "score"
#define LOCK "lock"

struct _CtAutosaveFolder
{
  char *path;
  CtOwnerLock *lock;

  GMutex mutex;         /* held while files are written or removed */
  guint64 written;      /* the state in the file of the score */
  CtEvidence *evidence; /* the evidence in its file, or NULL */
  guint evidence_number;
  gboolean removed;

  guint64 forgotten; /* states up to this number are no longer wanted; guarded by .forget_mutex */
  GMutex forget_mutex;
};

static void
clear_folder (gpointer data)
{
  CtAutosaveFolder *self = data;

  ct_owner_lock_free (self->lock);
  g_clear_pointer (&self->evidence, ct_evidence_unref);
  g_mutex_clear (&self->mutex);
  g_mutex_clear (&self->forget_mutex);
  g_free (self->path);
}

CtAutosaveFolder *
ct_autosave_folder_ref (CtAutosaveFolder *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
ct_autosave_folder_unref (CtAutosaveFolder *self)
{
  g_atomic_rc_box_release_full (self, clear_folder);
}

char *
ct_autosave_folder_dup_parent (void)
{
  return ct_owner_lock_make_state_folder ("autosave");
}

/* Locks the existing folder at @path; NULL if that is impossible. */
static CtAutosaveFolder *
take_folder (const char *path)
{
  g_autofree char *file = g_build_filename (path, LOCK, NULL);
  gboolean busy;
  CtOwnerLock *lock = ct_owner_lock_take (file, &busy);
  CtAutosaveFolder *self;

  if (!lock)
    return NULL;
  self = g_atomic_rc_box_new0 (CtAutosaveFolder);
  self->path = g_strdup (path);
  self->lock = lock;
  g_mutex_init (&self->mutex);
  g_mutex_init (&self->forget_mutex);
  return self;
}

CtAutosaveFolder *
ct_autosave_folder_new (void)
{
  g_autofree char *parent = ct_autosave_folder_dup_parent ();

  /* another process that looks for backups may take a new folder for an empty old one: then try another */
  for (int i = 0; parent && i < MAX_TRIES; i++)
    {
      g_autofree char *name = g_uuid_string_random ();
      g_autofree char *path = g_build_filename (parent, name, NULL);
      CtAutosaveFolder *self = g_mkdir (path, 0700) == 0 ? take_folder (path) : NULL;

      if (self)
        return self;
    }
  return NULL;
}

static void
remove_file (const CtAutosaveFolder *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->path, name, NULL);

  g_unlink (path);
}

/* Every file but the lock. */
static void
remove_files (const CtAutosaveFolder *self, const char *kept)
{
  g_autoptr (GDir) dir = g_dir_open (self->path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (!g_str_equal (name, LOCK) && g_strcmp0 (name, kept) != 0)
      remove_file (self, name);
}

static void
remove_all (CtAutosaveFolder *self)
{
  remove_files (self, NULL);
  g_clear_pointer (&self->lock, ct_owner_lock_free);
  g_rmdir (self->path);
  self->removed = TRUE;
}

/* Reads the evidence that the score names; the score is worth having without it, too. */
static void
read_evidence (CtAutosaveFolder *self, CtProject *project)
{
  g_autofree char *path = project->evidence_name ? g_build_filename (self->path, project->evidence_name, NULL) : NULL;
  g_autoptr (CtProject) other = path ? ct_project_file_read (path, NULL) : NULL;

  if (!other || !other->evidence)
    return;
  ct_project_set_evidence (project, other->evidence);
  self->evidence = ct_evidence_ref (other->evidence);
  sscanf (project->evidence_name, "evidence-%u", &self->evidence_number);
}

char *
ct_autosave_folder_dup_aside (void)
{
  return ct_owner_lock_make_state_folder ("unreadable");
}

/* Keeps what cannot be read where it is not looked for again. FALSE: it stays. */
static gboolean
set_aside (CtAutosaveFolder *self, const char *name)
{
  g_autofree char *parent = ct_autosave_folder_dup_aside ();
  g_autofree char *path = parent ? g_build_filename (parent, name, NULL) : NULL;

  /* its file is in the folder */
  g_clear_pointer (&self->lock, ct_owner_lock_free);
  return path && g_rename (self->path, path) == 0;
}

/* Reads the score; where that is impossible, tells whether it was set aside for it. */
static CtProject *
read_score (CtAutosaveFolder *self, const char *name, const char *path, gboolean *is_aside)
{
  g_autoptr (GError) error = NULL;
  CtProject *project;

  ct_atomic_file_clean (path);
  project = ct_project_file_read (path, &error);
  /* a newer version of the program can read what a newer version wrote */
  if (!project && !g_error_matches (error, CT_FILE_ERROR, CT_FILE_ERROR_NEWER))
    *is_aside = set_aside (self, name);
  return project;
}

CtAutosaveFolder *
ct_autosave_folder_open (const char *name, CtProject **project, gboolean *is_aside)
{
  g_autofree char *parent = ct_autosave_folder_dup_parent ();
  g_autofree char *path = parent ? g_build_filename (parent, name, NULL) : NULL;
  g_autoptr (CtAutosaveFolder) self = path && g_file_test (path, G_FILE_TEST_IS_DIR) ? take_folder (path) : NULL;
  g_autofree char *score = path ? g_build_filename (path, SCORE, NULL) : NULL;

  *is_aside = FALSE;
  if (!self)
    return NULL;
  if (!g_file_test (score, G_FILE_TEST_EXISTS))
    {
      remove_all (self);
      return NULL;
    }
  *project = read_score (self, name, score, is_aside);
  if (!*project)
    return NULL;
  read_evidence (self, *project);
  self->written = 1;
  return g_steal_pointer (&self);
}

static gboolean
write_file (const CtAutosaveFolder *self, const char *name, const CtProject *project, GError **error)
{
  g_autofree char *path = g_build_filename (self->path, name, NULL);

  return ct_project_file_write (project, path, error);
}

/* Writes the evidence unless the file has it already, and leaves its name in the project. */
static gboolean
write_evidence (CtAutosaveFolder *self, CtProject *project, GError **error)
{
  g_autoptr (CtProject) other = NULL;
  g_autofree char *name = NULL;

  if (project->evidence != self->evidence && project->evidence)
    {
      other = ct_project_new ();
      other->evidence = ct_evidence_ref (project->evidence);
      name = g_strdup_printf ("evidence-%u", self->evidence_number + 1);
      if (!write_file (self, name, other, error))
        return FALSE;
      g_clear_pointer (&self->evidence, ct_evidence_unref);
      self->evidence = ct_evidence_ref (project->evidence);
      self->evidence_number++;
    }
  g_free (project->evidence_name);
  project->evidence_name = project->evidence ? g_strdup_printf ("evidence-%u", self->evidence_number) : NULL;
  g_clear_pointer (&project->evidence, ct_evidence_unref);
  return TRUE;
}

static void
remove_old_evidence (const CtAutosaveFolder *self)
{
  g_autofree char *name = self->evidence_number > 1 ? g_strdup_printf ("evidence-%u", self->evidence_number - 1) : NULL;

  if (name)
    remove_file (self, name);
}

static guint64
get_forgotten (CtAutosaveFolder *self)
{
  guint64 forgotten;

  g_mutex_lock (&self->forget_mutex);
  forgotten = self->forgotten;
  g_mutex_unlock (&self->forget_mutex);
  return forgotten;
}

/* Removes the score if its state is forgotten. The mutex is held. */
static void
drop_forgotten (CtAutosaveFolder *self)
{
  if (self->written == 0 || self->written > get_forgotten (self) || self->removed)
    return;
  remove_file (self, SCORE);
  self->written = 0;
}

gboolean
ct_autosave_folder_write (CtAutosaveFolder *self, CtProject *project, guint64 number, GError **error)
{
  gboolean done = TRUE;

  g_mutex_lock (&self->mutex);
  if (!self->removed && number > self->written && number > get_forgotten (self))
    {
      done = write_evidence (self, project, error) && write_file (self, SCORE, project, error);
      if (done)
        {
          self->written = number;
          remove_old_evidence (self);
        }
    }
  drop_forgotten (self);
  g_mutex_unlock (&self->mutex);
  /* forgotten while the mutex was still held here */
  if (g_mutex_trylock (&self->mutex))
    {
      drop_forgotten (self);
      g_mutex_unlock (&self->mutex);
    }
  return done;
}

void
ct_autosave_folder_forget (CtAutosaveFolder *self, guint64 number)
{
  g_mutex_lock (&self->forget_mutex);
  self->forgotten = MAX (self->forgotten, number);
  g_mutex_unlock (&self->forget_mutex);
  /* a write in progress does it when done: the window does not wait */
  if (g_mutex_trylock (&self->mutex))
    {
      drop_forgotten (self);
      g_mutex_unlock (&self->mutex);
    }
}

void
ct_autosave_folder_remove (CtAutosaveFolder *self)
{
  g_mutex_lock (&self->mutex);
  if (!self->removed)
    remove_all (self);
  g_mutex_unlock (&self->mutex);
}
