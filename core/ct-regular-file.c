/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ct-regular-file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

CtStatus
ct_regular_file_open (const char *path, int *fd, int64_t *n_bytes)
{
  struct stat st;
  CtStatus status = CT_STATUS_OK;

  /* without O_NONBLOCK, a pipe without a writer would hold the program up before it can be told from a file */
  *fd = open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  if (*fd < 0) /* ENXIO: a socket, or a device that is not there */
    return errno == ENXIO ? CT_STATUS_NOT_A_FILE : ct_status_from_errno (errno);
  if (fstat (*fd, &st) != 0)
    status = ct_status_from_errno (errno);
  else if (!S_ISREG (st.st_mode))
    status = CT_STATUS_NOT_A_FILE;
  if (status != CT_STATUS_OK)
    {
      close (*fd);
      *fd = -1;
      return status;
    }
  *n_bytes = st.st_size;
  return CT_STATUS_OK;
}
