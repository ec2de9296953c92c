;;; Eglot: findings appear, a fix is applied.  `FOLDER' has the files and the snippet.  -*- lexical-binding: t -*-
(require 'package)
(package-initialize)
(require 'eglot)
(require 'flymake)
(define-derived-mode dockerfile-mode prog-mode "Dockerfile")
(load (expand-file-name "snippet0" (getenv "FOLDER")) nil t t)
(setq eglot-sync-connect 20 eglot-connect-timeout 20 eglot-confirm-server-initiated-edits nil)

(defun proof-wait (what until)
  "Wait until UNTIL says yes, or fail for want of WHAT."
  (let ((end (+ (float-time) 15)))
    (while (and (< (float-time) end) (not (funcall until)))
      ;; Nothing is ever idle in batch mode, which is when changes are sent.
      (eglot--signal-textDocument/didChange)
      (accept-process-output nil 0.1)
      (flymake-start nil)))
  (unless (funcall until) (error "No %s" what)))

(defun proof-finds (rule)
  "Whether the buffer has a finding that speaks of RULE."
  (seq-some (lambda (one) (string-match-p rule (flymake-diagnostic-text one))) (flymake-diagnostics)))

(find-file (expand-file-name "Dockerfile" (getenv "FOLDER")))
(dockerfile-mode)
(apply #'eglot--connect (eglot--guess-contact))
(eglot--managed-mode 1)
(proof-wait "finding" (lambda () (proof-finds "apt-get")))
(let* ((actions (append (eglot-code-actions (point-min) (point-max)) nil))
       (fix (seq-find (lambda (one) (equal (plist-get one :kind) "source.fixAll.plimsoll")) actions)))
  (unless fix (error "No fix"))
  (eglot--apply-workspace-edit (plist-get fix :edit) nil))
(unless (string-match-p "install -y curl" (buffer-string)) (error "Not fixed: %s" (buffer-string)))
(proof-wait "end of the finding" (lambda () (not (proof-finds "apt-get"))))
(set-buffer-modified-p nil)
(eglot-shutdown (eglot-current-server))
